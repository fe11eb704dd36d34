"""The last errors of a service."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.services import log_report
from lib.machine.known_services import Known

ERROR = "[2026-11-23 16:55:36,000] ERROR it broke, password=hunter2\n"
LATER = "[2026-11-23 16:55:37,000] ERROR it broke again\n"


class Journal(Known):
    """A process manager that has what services print."""

    def output(self, name: str, lines: int) -> str | None:
        return f"Error: of {name}\n"


def test_errors_of_all_logs_are_in_the_order_of_their_time_and_without_secrets(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text(LATER)
    (tmp_path / "b.log").write_text(ERROR)
    (tmp_path / "c.out").write_text("ERROR printed\n")
    paths = [str(tmp_path / name) for name in ("a.log", "b.log", "c.out", "none.log")]
    found = log_report.last(Journal(), "kafka", paths, 3)

    assert found["unreadable"] == []
    assert found["errors"] == [
        {"at": "2026-11-23 16:55:36", "text": "it broke, password=********"},
        {"at": "2026-11-23 16:55:37", "text": "it broke again"},
    ]
    assert log_report.last(Journal(), "kafka", paths, 1)["errors"] == found["errors"][1:]


def test_what_is_printed_counts_where_no_log_has_an_error(tmp_path: Path) -> None:
    assert log_report.last(Journal(), "kafka", [], 3)["errors"] == [{"at": None, "text": "Error: of kafka"}]
    assert log_report.last(Known(), "kafka", [], 3)["errors"] == []


def test_a_log_that_cannot_be_read_is_named_and_nothing_is_read_unasked(tmp_path: Path) -> None:
    found = log_report.last(Known(), "kafka", [str(tmp_path)], 3)
    assert found["unreadable"] == [f"{tmp_path} is a directory of the user root, only a regular file is read"]
    assert log_report.last(Journal(), "kafka", [str(tmp_path)], 0) == {"errors": [], "unreadable": []}

"""What hosts answer, read; tests/local/test_mirrors_command.py asks real ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hiera_kafka.errors import ClientError
from hiera_kafka.ops.mirrors.hosts import PLAYBOOK, LogError, Seen, ask, cause, seen
from hiera_kafka.ops.mirrors.inventory import MirrorProcess
from hiera_kafka.project import Brought, Project
from lib.repository import ROOT

PROCESS = MirrorProcess("codfw2001.example.org", "kafka-mirror-a_to_b@0")


def test_the_answer_of_the_module_is_read() -> None:
    service = {
        "name": PROCESS.service,
        "state": "running",
        "detail": "active (running)",
        "pid": 7,
        "since": 5.5,
        "errors": [{"at": "2026-11-23 16:55:36", "text": "it broke"}],
        "unreadable": ["x.log: Permission denied"],
    }
    found = seen(PROCESS, {"services": [{**service, "name": "kafka-mirror-a_to_b@1"}, service]})

    assert found == Seen(
        PROCESS,
        "running",
        "active (running)",
        7,
        5.5,
        (LogError("2026-11-23 16:55:36", "it broke"),),
        ("x.log: Permission denied",),
    )
    assert found.runs
    assert found.to_dict()["errors"] == service["errors"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "the host gave no answer"),
        ({"unreachable": True, "msg": "Failed to connect: no route "}, "unreachable: Failed to connect: no route"),
        ({"msg": "error[host-error]: x"}, "error[host-error]: x"),
        ({"services": []}, "the host gave no answer"),
        ({"msg": "red \x1b[31m"}, "red \\x1b[31m"),
        ({"services": [{"name": PROCESS.service}]}, "the host's answer cannot be read"),
        ({"services": 5}, "the host's answer cannot be read"),
    ],
)
def test_a_host_that_does_not_answer_is_not_one_whose_process_is_stopped(answer: dict[str, object], words: str) -> None:
    found = seen(PROCESS, answer)

    assert (found.state, found.detail, found.runs) == (None, words, False)


def test_a_playbook_that_gives_no_answer_ends_with_its_own_words(tmp_path: Path) -> None:
    """A real run with an inventory that is none."""
    (tmp_path / "playbooks").mkdir()
    shutil.copy(ROOT / "playbooks" / PLAYBOOK, tmp_path / "playbooks")
    shutil.copy(ROOT / "ansible.cfg", tmp_path)
    (tmp_path / "hosts.yml").write_text("all: [")

    with pytest.raises(ClientError) as caught:
        ask(Project(tmp_path, Brought.of_checkout(tmp_path)), tmp_path / "hosts.yml", [PROCESS])
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.id == "mirror-hosts-silent"
    assert "hosts.yml" in (diagnostic.note or "")


WHY = "Error when sending message\norg.apache.kafka.common.errors.RecordTooLargeException: too large"
ENDS = "Mirror maker thread exited abnormally, stopping the whole mirror maker."


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ([], None),
        ([("2026-11-23 17:00:00", WHY), ("2026-11-23 17:00:01", ENDS)], WHY),
        ([("2026-11-23 16:58:59", WHY), ("2026-11-23 17:00:00", ENDS)], ENDS),
        (
            [("2026-11-23 17:00:00", WHY), ("2026-11-23 17:00:01", "java.lang.OutOfMemoryError")],
            "java.lang.OutOfMemoryError",
        ),
        ([(None, WHY), (None, ENDS)], WHY),
        ([("2026-99-99 17:00:00", WHY), ("2026-11-23 17:00:01", ENDS)], ENDS),
        ([(None, WHY), ("2026-11-23 17:00:00", ENDS)], ENDS),
    ],
)
def test_what_a_process_says_of_why_it_ends_counts_more_than_that_it_ends(
    errors: list[tuple[str | None, str]], said: str | None
) -> None:
    found = cause([LogError(at, text) for at, text in errors])

    assert (found.text if found is not None else None) == said

"""Which files of a running service are not the ones it was started with."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import restart_records
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status
from lib.machine.known_services import Known


@pytest.mark.parametrize("name", ["a", "with blank", "with\nbreak", "back\\slash", "back\\n", "*star"])
def test_what_sha256sum_writes_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("x")
    for mode in ("--text", "--binary"):
        written = subprocess.run(["sha256sum", mode, str(path)], capture_output=True, text=True, check=True).stdout
        assert restart_records.parse(written) == {str(path): untrusted.digest(str(path))}


def test_lines_that_sha256sum_does_not_write_are_left_out() -> None:
    assert restart_records.parse("# a comment\n\n1234  short\n") == {}


def pending(tmp_path: Path, record: str) -> dict[str, object] | None:
    (tmp_path / "record").write_text(record)
    manager = Known(kafka=Status("running", 1))
    names = [str(tmp_path / "a"), str(tmp_path / "b")]
    return restart_records.pending(manager, "kafka", record_file=str(tmp_path / "record"), records=names)


def test_files_that_differ_from_the_record_or_are_not_in_it_are_named(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    record = "".join(f"{untrusted.digest(str(tmp_path / name))}  {tmp_path / name}\n" for name in ("a", "b"))
    assert pending(tmp_path, record) is None
    (tmp_path / "b").write_text("changed")
    assert pending(tmp_path, record) == {"service": "kafka", "files": [str(tmp_path / "b")]}
    assert pending(tmp_path, "") == {"service": "kafka", "files": [str(tmp_path / "a"), str(tmp_path / "b")]}
    (tmp_path / "b").unlink()
    assert pending(tmp_path, record) == {"service": "kafka", "files": [str(tmp_path / "b")]}


def test_what_else_a_record_names_does_not_count(tmp_path: Path) -> None:
    for name in ("a", "b", "other"):
        (tmp_path / name).write_text(name)
    listed = "".join(f"{untrusted.digest(str(tmp_path / name))}  {tmp_path / name}\n" for name in ("a", "b"))
    assert pending(tmp_path, f"{listed}{'0' * 64}  {tmp_path / 'other'}\n") is None


def test_one_in_a_crash_loop_has_no_restart_pending_since_it_is_restarted_all_the_time(tmp_path: Path) -> None:
    (tmp_path / "record").write_text("")
    manager = Known(kafka=Status("running", 1))
    (tmp_path / "a").write_text("a")

    def found() -> object:
        record, files = str(tmp_path / "record"), [str(tmp_path / "a")]
        return restart_records.pending(manager, "kafka", record_file=record, records=files)

    def returned() -> dict[str, Any]:
        record, files = str(tmp_path / "record"), [str(tmp_path / "a")]
        return restart_records.result(manager, "kafka", acted=False, record_file=record, records=files)

    files = {"service": "kafka", "files": [str(tmp_path / "a")]}
    assert found() == files
    assert (returned()["restart_pending"], returned()["restart_unknown"]) == ([files], [])
    manager.loops["kafka"] = 3
    assert found() is None
    assert (returned()["restart_pending"], returned()["restart_unknown"]) == ([], [{**files, "starts": 3}])

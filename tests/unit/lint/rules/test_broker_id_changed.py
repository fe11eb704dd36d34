"""Ids against Git history."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.rules.broker_id_changed import BrokerIdChanged
from lib.data.three_brokers import THREE
from lib.machine.git import commit

OLD, NEW = "id: 1002", "id: 1007"


def committed(directory: Path, text: str = THREE) -> DataFile:
    file = directory / "data.yaml"
    file.write_text(text)
    commit(directory)
    return DataFile(str(file))


def check(file: DataFile) -> list[Finding]:
    return list(BrokerIdChanged().check(file))


def test_a_changed_id_is_found_where_it_stands_now(tmp_path: Path) -> None:
    file = committed(tmp_path)
    Path(file.path).write_text(f"# a line more\n{THREE.replace(OLD, NEW)}")

    (finding,) = check(DataFile(file.path))

    assert finding.where is not None
    assert (finding.id, finding.where.line) == ("broker-id-changed", 19)
    assert "it was 1002 in commit" in finding.message


def test_the_same_number_otherwise_written_is_no_change(tmp_path: Path) -> None:
    file = committed(tmp_path)
    Path(file.path).write_text(THREE.replace(OLD, 'id: "1002"'))

    assert check(DataFile(file.path)) == []

"""Ids against Git history."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.rules.myid_changed import MyidChanged
from lib.data.three_brokers import THREE
from lib.machine.git import commit

OLD, NEW = 'kafka2.analytics.eqiad1.wikimedia.cloud: "2"', 'kafka2.analytics.eqiad1.wikimedia.cloud: "7"'


def committed(directory: Path, text: str = THREE) -> DataFile:
    file = directory / "data.yaml"
    file.write_text(text)
    commit(directory)
    return DataFile(str(file))


def check(file: DataFile) -> list[Finding]:
    return list(MyidChanged().check(file))


def test_a_changed_id_is_found_where_it_stands_now(tmp_path: Path) -> None:
    file = committed(tmp_path)
    Path(file.path).write_text(f"# a line more\n{THREE.replace(OLD, NEW)}")

    (finding,) = check(DataFile(file.path))

    assert finding.where is not None
    assert (finding.id, finding.where.line) == ("myid-changed", 8)
    assert "it was 2 in commit" in finding.message


def test_the_same_number_otherwise_written_is_no_change(tmp_path: Path) -> None:
    file = committed(tmp_path)
    Path(file.path).write_text(THREE.replace(OLD, "kafka2.analytics.eqiad1.wikimedia.cloud: 2"))

    assert check(DataFile(file.path)) == []

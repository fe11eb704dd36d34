"""What is counted in data directories."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host.placed import BROKER, ZOOKEEPER
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import data_there as module
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.data_there import data_there, same_place


def partition(data: Path, name: str, size: int = 5000) -> None:
    (data / name).mkdir(parents=True)
    (data / name / "00000000000000000000.log").write_bytes(b"x" * size)


def test_partitions_are_counted_and_what_kafka_deletes_is_not(tmp_path: Path) -> None:
    for name in ("t-0", "with-dash-12", "gone-0.abc-delete", "moving-1.abc-future"):
        partition(tmp_path, name)
    (tmp_path / "meta.properties").write_text("", encoding="utf-8")
    (tmp_path / "link-3").symlink_to(tmp_path / "t-0")
    assert data_there(BROKER, str(tmp_path)).text == "2 partitions (16.0 KiB)"


def test_files_of_zookeeper_are_counted_by_kind(tmp_path: Path) -> None:
    (tmp_path / "version-2").mkdir()
    for name in ("snapshot.0", "log.1", "log.a2.snappy", "currentEpoch"):
        (tmp_path / "version-2" / name).write_bytes(b"x")
    counts = [data_there(ZOOKEEPER, str(tmp_path), kinds).count for kinds in ((), ("log",), ("snapshot",))]
    assert counts == [3, 2, 1]


@pytest.mark.parametrize("role", [BROKER, ZOOKEEPER, "kafka_mirror"])
def test_where_there_is_no_directory_there_is_nothing(tmp_path: Path, role: str) -> None:
    assert data_there(role, str(tmp_path / "missing")).count == 0


def test_a_look_at_many_files_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    for number in range(6):
        partition(tmp_path, f"t-{number}")
    found = data_there(BROKER, str(tmp_path))
    assert (found.count, found.whole) == (6, False)
    assert found.text == "6 partitions (at least 32.0 KiB)"


def test_two_names_of_one_directory_are_the_same_place(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert same_place(f"{tmp_path}/a", f"{tmp_path}/b")
    assert not same_place(f"{tmp_path}/a", str(tmp_path))
    assert not same_place(f"{tmp_path}/a", f"{tmp_path}/missing")

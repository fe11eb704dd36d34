"""What the data directories of a broker are read as."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.broker_disks import Replica, on_disk
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError


def test_directories_that_no_broker_has_used_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "lost+found").mkdir()
    found = on_disk([str(tmp_path), str(tmp_path / "missing")])
    assert not found.used
    assert (found.ids, found.replicas) == ({}, frozenset())


def test_copies_are_directories_with_the_name_of_a_partition(tmp_path: Path) -> None:
    for name in ("a-b-12", "t-0", "t-1.0a1b-delete", "t-2.0a1b-future", "t-3-stray", "-4", "t-x"):
        (tmp_path / name).mkdir()
    (tmp_path / "t-5").write_text("no directory")
    found = on_disk([str(tmp_path)])
    assert found.replicas == {Replica("a-b", 12), Replica("t", 0)}
    assert found.used


def test_the_cluster_of_each_directory_is_read(tmp_path: Path) -> None:
    for name, text in (("one", "#\nversion=0\ncluster.id=abc_-1\nbroker.id=1\n"), ("two", "version=0\nbroker.id=1\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "meta.properties").write_text(text)
    found = on_disk([str(tmp_path / "one"), str(tmp_path / "two")])
    assert found.ids == {str(tmp_path / "one"): "abc_-1"}
    assert found.used


def test_what_is_no_file_is_not_taken_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "meta.properties").mkdir()
    with pytest.raises(ProblemError):
        on_disk([str(tmp_path)])

"""The filesystem of a path."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.look import filesystems


def test_a_path_that_is_not_there_yet_is_on_the_filesystem_of_the_nearest_directory(tmp_path: Path) -> None:
    found, there = filesystems.read(f"{tmp_path}/a/b/c"), filesystems.read(str(tmp_path))
    assert {**found, "free_bytes": 0, "free_inodes": 0} == {**there, "free_bytes": 0, "free_inodes": 0}
    usage = shutil.disk_usage(tmp_path)
    assert found["total_bytes"] == usage.total
    assert 0 < found["free_bytes"] <= usage.total
    assert os.path.ismount(found["mount"])
    assert tmp_path.is_relative_to(found["mount"])
    assert found["read_only"] is False


def test_another_filesystem_is_told_by_its_mount_also_through_a_link(tmp_path: Path) -> None:
    link = tmp_path / "processes"
    link.symlink_to("/proc/self")
    found = filesystems.read(f"{link}/none")
    assert found["mount"] == "/proc"
    assert (found["total_bytes"], found["total_inodes"]) == (0, 0)

"""Disks that fill up."""

from __future__ import annotations

import errno

import pytest

from hiera_kafka.dist import disk
from hiera_kafka.errors import DistError


def test_needed_and_free_space_are_both_reported(tmp_path):
    with pytest.raises(DistError, match=r"needs 1073741824 MiB more, and its disk has [0-9]+ MiB free"):
        disk.require(tmp_path, 1 << 50)
    disk.require(tmp_path, 1)


def test_a_full_disk_is_recognised_through_what_was_raised_from_it():
    outer = ValueError("wrapped")
    outer.__cause__ = OSError(errno.ENOSPC, "full")
    assert disk.is_full(outer)
    assert not disk.is_full(ValueError("other"))


def test_removing_what_is_not_there_is_fine(tmp_path):
    disk.remove(tmp_path / "missing")
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "link").symlink_to("d")
    disk.remove(tmp_path / "link")
    assert (tmp_path / "d" / "e").is_dir()
    disk.remove(tmp_path / "d")
    assert not (tmp_path / "d").exists()

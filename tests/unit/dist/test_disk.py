"""Files that are whole or absent."""

from __future__ import annotations

import errno
import stat

import pytest

from hiera_kafka.dist import disk
from hiera_kafka.errors import DistError


def test_a_file_appears_when_it_is_whole(tmp_path):
    with disk.whole_file(tmp_path / "file", 0o640) as stream:
        stream.write(b"data")
        assert not (tmp_path / "file").exists()
    assert (tmp_path / "file").read_bytes() == b"data"
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    (tmp_path / "file").write_bytes(b"old")

    def interrupted() -> None:
        with disk.whole_file(tmp_path / "file") as stream:
            stream.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


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

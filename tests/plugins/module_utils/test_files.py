"""Files, directories and links are changed as a whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils import files

ME = {"uid": os.geteuid(), "gid": os.getegid()}


def test_a_file_has_content_mode_and_owner_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.write_file(str(path), b"x", mode=0o640, **ME)
    assert files.look(str(path)) == files.Found("file", 0o640, ME["uid"], ME["gid"], content=b"x")
    assert [place.name for place in tmp_path.iterdir()] == ["a"]


def test_a_hard_link_of_the_old_file_keeps_the_old_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    files.write_file(str(tmp_path / "a"), b"new", mode=0o644, **ME)
    assert (tmp_path / "b").read_text() == "old"


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError):
        files.write_file(str(tmp_path / "a"), b"new", mode=0o644, **ME)
    assert [place.name for place in tmp_path.iterdir()] == ["a"]


def test_a_link_planted_under_the_temporary_name_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.secrets, "token_hex", lambda _: "guessed")
    (tmp_path / "victim").write_text("theirs")
    (tmp_path / ".hiera-kafka.guessed").symlink_to("victim")
    with pytest.raises(FileExistsError):
        files.write_file(str(tmp_path / "a"), b"ours", mode=0o644, **ME)
    assert (tmp_path / "victim").read_text() == "theirs"


def test_missing_directories_above_are_open_to_everybody_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        files.make_directory(str(tmp_path / "a/b/c"), mode=0o750, **ME)
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/c")]
    assert modes == [0o755, 0o755, 0o750]


def test_a_repair_does_not_follow_a_link_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch(0o644)
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        files.repair(str(tmp_path / "b"), mode=0o600, **ME)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644


def test_a_pipe_is_looked_at_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert files.look(str(tmp_path / "pipe")).kind == "other"


def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".hiera-kafka.1", "a", ".hiera"):
        (tmp_path / name).touch()
    (tmp_path / ".hiera-kafka.dir").mkdir()
    files.remove_stale([tmp_path, tmp_path / "missing"])
    assert sorted(place.name for place in tmp_path.iterdir()) == [".hiera", ".hiera-kafka.dir", "a"]

"""Files, directories and links are changed as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import files


def attributes(mode: int) -> files.Attributes:
    return files.Attributes(mode, os.geteuid(), os.getegid())


def test_a_file_has_content_mode_and_owner_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.write_file(str(path), b"x", attributes(0o640))
    assert files.look(str(path)) == files.Found("file", 0o640, os.geteuid(), os.getegid(), content=b"x")
    assert [place.name for place in tmp_path.iterdir()] == ["a"]


def test_a_hard_link_of_the_old_file_keeps_the_old_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    files.write_file(str(tmp_path / "a"), b"new", attributes(0o644))
    assert (tmp_path / "b").read_text() == "old"


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError):
        files.write_file(str(tmp_path / "a"), b"new", attributes(0o644))
    assert [place.name for place in tmp_path.iterdir()] == ["a"]


def test_a_link_planted_under_the_temporary_name_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.secrets, "token_hex", lambda _: "guessed")
    (tmp_path / "victim").write_text("theirs")
    (tmp_path / ".hiera-kafka.guessed").symlink_to("victim")
    with pytest.raises(FileExistsError):
        files.write_file(str(tmp_path / "a"), b"ours", attributes(0o644))
    assert (tmp_path / "victim").read_text() == "theirs"


def test_directories_above_are_made(tmp_path: Path) -> None:
    files.write_file(str(tmp_path / "a/b"), b"x", attributes(0o644))
    files.make_link(str(tmp_path / "c/d"), "target")
    assert (tmp_path / "a/b").read_text() == "x"
    assert (tmp_path / "c/d").readlink() == Path("target")


def test_an_error_names_the_whole_path(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        files.make_link(str(tmp_path / "a"), "target")
    assert caught.value.filename == str(tmp_path / "a")


def test_a_pipe_is_looked_at_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert files.look(str(tmp_path / "pipe")).kind == "pipe"


def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".hiera-kafka.1", "a", ".hiera"):
        (tmp_path / name).touch()
    (tmp_path / ".hiera-kafka.dir").mkdir()
    files.remove_stale([str(tmp_path), str(tmp_path / "missing")])
    assert sorted(place.name for place in tmp_path.iterdir()) == [".hiera", ".hiera-kafka.dir", "a"]

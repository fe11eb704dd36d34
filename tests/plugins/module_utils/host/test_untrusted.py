"""Files of services are read as far as asked for, and only where they are files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError


def test_a_file_of_as_many_bytes_as_asked_for_is_read_and_a_larger_one_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert untrusted.read(str(tmp_path / "a"), 5) == b"12345"
    with pytest.raises(ProblemError, match=rf"host-file-refused\]: {tmp_path}/a has more than 4 bytes"):
        untrusted.read(str(tmp_path / "a"), 4)


def test_a_link_of_the_caller_is_followed(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk/a").write_text("x")
    (tmp_path / "link").symlink_to("disk/a")
    (tmp_path / "again").symlink_to(tmp_path / "link")
    assert untrusted.read_text(str(tmp_path / "again")) == "x"


def test_a_link_to_a_directory_to_nothing_and_to_itself_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "up").symlink_to("../")
    with pytest.raises(ProblemError, match="is a directory of the user"):
        untrusted.read(str(tmp_path / "up"))
    (tmp_path / "nothing").symlink_to("none")
    with pytest.raises(FileNotFoundError):
        untrusted.read(str(tmp_path / "nothing"))
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="symbolic links"):
        untrusted.read(str(tmp_path / "loop"))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ProblemError, match="is a pipe of the user"):
        untrusted.read(str(tmp_path / "pipe"))


def test_what_is_not_text_is_marked(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a\xff")
    assert untrusted.read_text(str(tmp_path / "a")) == "a\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(("limit", "lines"), [(100, ["first", "second", "third"]), (13, ["third"]), (6, []), (0, [])])
def test_whole_lines_of_the_end_are_read(tmp_path: Path, limit: int, lines: list[str]) -> None:
    (tmp_path / "a").write_text("first\nsecond\r\nthird\n")
    assert untrusted.last_lines(str(tmp_path / "a"), limit) == lines


def test_a_last_line_without_an_end_counts(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("first\nsecond")
    assert untrusted.last_lines(str(tmp_path / "a"), 100) == ["first", "second"]
    (tmp_path / "a").write_text("")
    assert untrusted.last_lines(str(tmp_path / "a"), 100) == []


def test_only_a_file_has_a_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    os.mkfifo(tmp_path / "pipe")
    assert untrusted.digest(str(tmp_path / "a")) == hashlib.sha256(b"x").hexdigest()
    for name in ("missing", "pipe", "a/b", "."):
        assert untrusted.digest(str(tmp_path / name)) is None


def test_directories_in_a_directory_are_named_and_links_are_none(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").touch()
    (tmp_path / "c").symlink_to("a")
    assert untrusted.directory_names(str(tmp_path)) == ["a"]


def test_the_files_of_a_directory_are_named(tmp_path: Path) -> None:
    assert untrusted.file_names(str(tmp_path / "missing")) == []
    (tmp_path / "b").touch()
    (tmp_path / "a").touch()
    (tmp_path / "directory").mkdir()
    (tmp_path / "link").symlink_to("a")
    assert untrusted.file_names(str(tmp_path)) == ["a", "b"]


def test_whether_a_directory_holds_something(tmp_path: Path) -> None:
    assert not untrusted.holds_something(str(tmp_path / "missing"))
    assert not untrusted.holds_something(str(tmp_path))
    (tmp_path / "a").touch()
    assert untrusted.holds_something(str(tmp_path))
    with pytest.raises(ProblemError, match="path-taken"):
        untrusted.holds_something(str(tmp_path / "a"))

"""Paths are walked without following what others than root and the caller could have made."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import paths
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from lib.machine import second_user


@pytest.fixture
def root() -> Iterator[Path]:
    with second_user.open_directory() as place:
        yield place


def reached(path: Path) -> str:
    with paths.directory(str(path)) as found:
        return found.path


def test_links_of_the_caller_are_followed_wherever_they_stand(tmp_path: Path) -> None:
    (tmp_path / "disk/a/b").mkdir(parents=True)
    (tmp_path / "absolute").symlink_to(tmp_path / "disk")
    (tmp_path / "disk/relative").symlink_to("../disk/./a/../a")
    assert reached(tmp_path / "absolute/relative/b") == str(tmp_path / "disk/a/b")


def test_above_the_root_directory_is_the_root_directory(tmp_path: Path) -> None:
    (tmp_path / "up").symlink_to("/../.." + str(tmp_path))
    assert reached(tmp_path / "up") == str(tmp_path)


def test_a_link_that_leads_to_itself_ends_in_an_error(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="symbolic links"):
        reached(tmp_path / "loop")


def test_a_link_of_another_user_is_not_followed(root: Path) -> None:
    (root / "secret").mkdir()
    with second_user.owned_directory(root) as theirs:
        second_user.run(["ln", "-s", root / "secret", theirs / "a"])
        with pytest.raises(ProblemError, match=rf"link-not-followed\]: {theirs}/a is a symbolic link that games made"):
            reached(theirs / "a")


def test_a_link_of_root_in_a_directory_of_another_user_is_not_followed(root: Path) -> None:
    with second_user.owned_directory(root) as theirs:
        (theirs / "a").symlink_to(root)
        with pytest.raises(ProblemError, match="link-not-followed"):
            reached(theirs / "a")


def test_a_link_that_everybody_can_replace_is_not_followed_unless_the_directory_is_sticky(root: Path) -> None:
    (root / "open").mkdir()
    (root / "open/a").symlink_to(root)
    (root / "open").chmod(0o1777)
    assert reached(root / "open/a") == str(root)
    (root / "open").chmod(0o777)
    with pytest.raises(ProblemError, match="link-not-followed"):
        reached(root / "open/a")


def test_what_is_no_directory_is_named_with_its_owner(root: Path) -> None:
    with second_user.owned_directory(root) as theirs:
        second_user.run(["mkfifo", theirs / "a"])
        with pytest.raises(ProblemError, match=f"{theirs}/a is a pipe of the user games, wanted is a directory"):
            reached(theirs / "a/b")


def test_a_missing_directory_is_named_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        reached(tmp_path / "a/b")
    assert caught.value.filename == f"{tmp_path}/a"


def test_missing_directories_above_are_open_to_everybody_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with paths.parent(str(tmp_path / "a/b/c"), make=True) as place:
            assert (place.name, place.directory.path) == ("c", str(tmp_path / "a/b"))
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b")] == [0o755, 0o755]


def test_whose_the_directories_above_are_is_known(root: Path) -> None:
    with second_user.owned_directory(root) as theirs:
        (theirs / "a").mkdir()
        with paths.directory(str(theirs / "a")) as found:
            assert not found.trusted
            assert found.owners[-2:] == ((str(theirs), second_user.user_id()), (str(theirs / "a"), 0))


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    (tmp_path / "l").symlink_to("loop")
    before = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208  # names only
    reached(tmp_path)
    with pytest.raises(FileNotFoundError):
        reached(tmp_path / "l")
    assert sorted(os.listdir("/proc/self/fd")) == before  # noqa: PTH208  # as above

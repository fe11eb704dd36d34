"""Files of the repository are written whole, under their own names only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hiera_kafka.border import Border
from hiera_kafka.errors import ProjectError
from hiera_kafka.lint.write import below, is_linked, replace
from lib.machine import second_user


def always(found: bytes | None) -> str | None:
    del found
    return None


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A directory with a file, a directory and links to each."""
    directory = tmp_path / "tree"
    (directory / "data").mkdir(parents=True)
    (directory / "data/a").write_text("before")
    (directory / "link").symlink_to("data/a")
    (directory / "linked").symlink_to("data")
    (directory / "top").symlink_to(".")
    (tmp_path / "alias").symlink_to("tree")
    return directory


@pytest.mark.parametrize("path", ["data/a", "data/../data/a", "../alias/data/a", "new"])
def test_a_file_is_replaced_whole_and_keeps_its_mode(tree: Path, path: str) -> None:
    (tree / "data/a").chmod(0o640)
    other_name = tree / "other"
    os.link(tree / "data/a", other_name)

    replace(Border([tree]), tree / path, b"after", always)

    assert (tree / path).read_text() == "after"
    assert other_name.read_text() == "before", "the file itself is not written into"
    assert (tree / "data/a").stat().st_mode & 0o777 == 0o640
    assert [file.name for file in (tree / "data").iterdir()] == ["a"]


@pytest.mark.parametrize(
    "path", ["link", "linked/a", "top/data/a", "linked/new", "data", "none/a", "../x", "data/../../x"]
)
def test_links_directories_and_what_lies_outside_are_not_written(tree: Path, path: str) -> None:
    with pytest.raises(ProjectError, match="file-not-writable"):
        replace(Border([tree]), tree / path, b"after", always)

    assert (tree / "data/a").read_text() == "before"
    assert [file.name for file in (tree / "data").iterdir()] == ["a"]


def test_who_asks_sees_what_is_there_and_may_refuse(tree: Path) -> None:
    seen: list[bytes | None] = []

    def refused(found: bytes | None) -> str:
        seen.append(found)
        return "it is precious"

    for path in ("data/a", "data/b"):
        with pytest.raises(ProjectError, match="it is precious"):
            replace(Border([tree]), tree / path, b"after", refused)

    assert seen == [b"before", None]


@pytest.mark.skipif(os.geteuid() != 0, reason="gives a file away")
def test_a_file_keeps_its_owner(tree: Path) -> None:
    os.chown(tree / "data/a", second_user.user_id(), -1)

    replace(Border([tree]), tree / "data/a", b"after", always)

    assert (tree / "data/a").stat().st_uid == second_user.user_id()


def test_links_above_the_tree_are_the_callers_own_and_those_below_are_not(tree: Path) -> None:
    border = Border([tree])

    assert below(border, tree.parent / "alias/data/a") == (str(tree), ("data", "a"))
    assert below(border, tree.parent / "x") == (None, ())
    assert [path for path in ("data/a", "link", "linked/a", "top/data/a") if is_linked(border, tree / path)] == [
        "link",
        "linked/a",
        "top/data/a",
    ]

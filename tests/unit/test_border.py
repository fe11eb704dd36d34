"""What may be read: a tree, whatever paths and links are called."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from hiera_kafka.border import Border, named
from hiera_kafka.errors import HieraError, Position


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """A repository, and a directory beside it with one file; links between them."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    (inside / "data").mkdir(parents=True)
    (inside / ".git").mkdir()
    outside.mkdir()
    (inside / "data/a.yaml").write_text("a: 1\n")
    (outside / "secret").write_text("secret\n")
    (inside / "data/out").symlink_to(outside)
    (inside / "data/secret.yaml").symlink_to("../../outside/secret")
    (inside / "data/b.yaml").symlink_to("../data/a.yaml")
    (outside / "back").symlink_to(inside / "data")
    return tmp_path


INSIDE = ("inside", "inside/data/a.yaml", "inside/data/b.yaml", "inside/new/file", "outside/back/a.yaml",
          "outside/back/b.yaml", "inside/data/../data/a.yaml")  # fmt: skip
OUTSIDE = ("outside", "outside/secret", "inside/../outside/secret", "inside/data/out", "inside/data/out/secret",
           "inside/data/out/new", "inside/data/secret.yaml", "inside/..", "insideout",
           "outside/back/secret.yaml")  # fmt: skip


def test_links_count_by_where_they_lead(trees: Path) -> None:
    border = Border([trees / "inside"])

    assert [path for path in INSIDE if not border.holds(trees / path)] == []
    assert [path for path in OUTSIDE if border.holds(f"{trees}/{path}")] == []
    assert Border(["/"]).holds(trees / "outside")


def test_a_file_inside_is_opened_by_any_of_its_names(trees: Path) -> None:
    border = Border([trees / "inside"])

    for name in ("inside/data/a.yaml", "inside/data/b.yaml", "outside/back/a.yaml"):
        with os.fdopen(border.open(trees / name)) as file:
            assert file.read() == "a: 1\n"


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_is_opened_and_the_message_says_no_more_than_the_path(trees: Path, path: str) -> None:
    with pytest.raises(HieraError) as caught:
        Border([trees / "inside"]).open(f"{trees}/{path}", Position("hiera.yaml", 3, 1))

    (found,) = caught.value.diagnostics
    assert (found.id, found.where) == ("outside-repository", (Position("hiera.yaml", 3, 1),))
    assert f"{trees}/{path}" in found.message


@pytest.mark.parametrize("swapped", ["inside/data", "inside/data/a.yaml"])
@pytest.mark.parametrize("look", ["realpath", "islink", "open", "readlink"])
@pytest.mark.parametrize("known", [False, True], ids=["first", "again"])
def test_a_link_that_is_put_in_place_between_look_and_open_is_not_followed(
    trees: Path, swapped: str, look: str, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    border = Border([trees / "inside"])
    file = str(trees / "inside/data/a.yaml")
    if known:
        os.close(border.open(file))
    (trees / "outside/a.yaml").write_text("secret\n")
    module = os.path if look in {"realpath", "islink"} else os
    real = getattr(module, look)

    def swapping(path: str, *arguments: object, **options: bool) -> object:
        found = real(path, *arguments, **options)
        if not (trees / swapped).is_symlink():
            (trees / swapped).rename(trees / "moved")
            (trees / swapped).symlink_to(trees / ("outside" if swapped == "inside/data" else "outside/secret"))
        return found

    with monkeypatch.context() as patched:
        patched.setattr(module, look, swapping)
        try:
            descriptor = border.open(file)
        except (OSError, HieraError):
            return
    # It was opened before it was swapped, or nobody looked any more.
    with os.fdopen(descriptor) as opened:
        assert opened.read() == "a: 1\n"


def test_a_directory_that_another_one_replaces_is_read_anew(trees: Path) -> None:
    border = Border([trees / "inside"])
    file = trees / "inside/data/a.yaml"
    for text in ("a: 1\n", "a: 2\n", "a: 3\n"):
        with os.fdopen(border.open(str(file))) as opened:
            assert opened.read() == text
        (trees / "inside/data").rename(trees / f"moved{text[3]}")
        (trees / "inside/data").mkdir()
        file.write_text(f"a: {int(text[3]) + 1}\n")


def test_nothing_stays_open(trees: Path) -> None:
    before = set(Path("/proc/self/fd").iterdir())
    border = Border([trees / "inside"])
    for path in (*INSIDE, *OUTSIDE, "inside/missing"):
        with contextlib.suppress(OSError, HieraError):
            os.close(border.open(f"{trees}/{path}"))
    assert len(set(Path("/proc/self/fd").iterdir())) == len(before)


def test_further_trees_are_held_as_well_and_the_first_one_is_named(trees: Path) -> None:
    border = Border([trees / "inside", trees / "outside"])

    assert border.holds(trees / "inside/data/secret.yaml")
    os.close(border.open(trees / "inside/data/secret.yaml"))
    with pytest.raises(HieraError, match=str(trees / "inside")):
        border.check(trees / "third")


def test_a_link_that_the_caller_names_must_not_lead_out_of_a_repository(trees: Path) -> None:
    assert named(trees / "inside/data/b.yaml") == trees / "inside/data/a.yaml"
    assert named(trees / "outside/back/../missing") == trees / "inside/missing"
    for path in ("inside/data/secret.yaml", "inside/data/out/secret", "outside/back/out"):
        with pytest.raises(HieraError, match="outside-repository"):
            named(trees / path)
        assert named(trees / path, [trees / "outside"]).is_relative_to(trees / "outside")


def test_links_that_lie_in_no_repository_are_the_callers_own(trees: Path) -> None:
    (trees / "outside/link").symlink_to(trees / "outside/secret")

    assert named(trees / "outside/link") == trees / "outside/secret"

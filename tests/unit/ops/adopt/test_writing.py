"""A directory is written whole or not at all, and nothing is written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import ProjectError
from hiera_kafka.ops.adopt.writing import write_directory

FILES = {"a/b.yaml": "--- 1\n", "c.yaml": "--- 2\n"}


def test_files_come_into_a_new_directory_and_into_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for out in (tmp_path / "new/deep", tmp_path / "empty"):
        write_directory(FILES, out)
        assert {str(path.relative_to(out)): path.read_text() for path in out.rglob("*") if path.is_file()} == FILES


@pytest.mark.parametrize("entry", ["c.yaml", ".hidden"])
def test_nothing_is_written_where_something_is(tmp_path: Path, entry: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / entry).write_text("mine")

    with pytest.raises(ProjectError) as caught:
        write_directory(FILES, out)
    assert [one.id for one in caught.value.diagnostics] == ["directory-not-empty"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [(path.name, path.read_text()) for path in out.iterdir()] == [(entry, "mine")]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ProjectError) as caught:
        write_directory(FILES, tmp_path / "file/out")
    assert [one.id for one in caught.value.diagnostics] == ["file-not-writable"]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_came_between_the_look_and_the_rename_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    monkeypatch.setattr("hiera_kafka.ops.adopt.writing.refuse_occupied", lambda _: (out.mkdir(), (out / "x").touch()))

    with pytest.raises(ProjectError) as caught:
        write_directory(FILES, out)
    assert [one.id for one in caught.value.diagnostics] == ["directory-not-empty"]
    assert [path.name for path in out.iterdir()] == ["x"]

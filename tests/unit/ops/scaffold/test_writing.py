"""New files, and never over anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import ProjectError
from hiera_kafka.ops.scaffold.writing import write_new


def test_files_are_written_below_a_directory_that_is_made(tmp_path: Path) -> None:
    write_new(tmp_path / "new", {"a": "1\n", "b/c": "2\n"})

    assert (tmp_path / "new" / "a").read_text("utf-8") == "1\n"
    assert (tmp_path / "new" / "b" / "c").read_text("utf-8") == "2\n"


def test_where_one_exists_none_is_written(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine", "utf-8")

    with pytest.raises(ProjectError, match=r"file-exists.*already has b;"):
        write_new(tmp_path, {"a": "1\n", "b": "2\n"})

    assert [(entry.name, entry.read_text("utf-8")) for entry in tmp_path.iterdir()] == [("b", "mine")]


def test_a_link_that_leads_nowhere_exists_as_well(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ProjectError, match="file-exists"):
        write_new(tmp_path, {"a": "1\n"})

    assert not (tmp_path / "elsewhere").exists()


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file", "utf-8")

    with pytest.raises(ProjectError, match=r"file-not-writable.*a/b"):
        write_new(tmp_path, {"a/b": "1\n"})

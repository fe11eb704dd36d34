"""Which files are data."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.lint.data.tree_files import data_files, is_config, is_hierarchy, linked_directories


def test_files_of_other_endings_are_data_where_a_level_names_them(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.conf", "c.txt", ".hidden.yaml"):
        (tmp_path / name).write_text("a: 1\n")

    assert [Path(path).name for path in data_files(str(tmp_path))] == ["a.yaml"]
    assert [Path(path).name for path in data_files(str(tmp_path), wanted=lambda path: path.endswith(".conf"))] == [
        "a.yaml",
        "b.conf",
    ]


def test_links_to_directories_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to("a")

    assert linked_directories(str(tmp_path)) == [str(tmp_path / "b")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("version: 5\n", True),
        ("", True),
        (":backends: [yaml]\n", True),
        ("hiera::version: 5\nhiera::backends: []\n", False),
    ],
)
def test_data_about_hiera_is_no_hierarchy(tmp_path: Path, text: str, expected: bool) -> None:
    (tmp_path / "hiera.yaml").write_text(text)

    assert is_hierarchy(str(tmp_path / "hiera.yaml")) is expected
    assert is_config(str(tmp_path / "hiera.yaml")) is expected

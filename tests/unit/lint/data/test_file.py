"""Files as rules see them."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Position
from hiera_kafka.lint.data.file import DataFile


def data_file(directory: Path, text: str, name: str = "a.yaml") -> DataFile:
    (directory / name).write_text(text, encoding="utf-8")
    return DataFile(str(directory / name))


def test_a_key_is_found_where_it_is_written(tmp_path: Path) -> None:
    file = data_file(tmp_path, "a:\n  b:\n  - c: 1\n")

    assert file.key_position("a", "b") == Position(file.path, 2, 3)
    assert file.key_position("a", "b", 0, "c") == Position(file.path, 3, 5)


def test_of_a_path_that_ends_early_the_last_known_place_counts(tmp_path: Path) -> None:
    file = data_file(tmp_path, "a:\n  b: 1\n")

    assert file.key_position("a", "b", "c") == Position(file.path, 2, 6)


def test_a_scalar_is_shown_as_written(tmp_path: Path) -> None:
    file = data_file(tmp_path, "a: 'x'\nb: |\n  text\n")

    assert [file.source(item) for item in file.written][:3] == ["a", "'x'", "b"]
    assert file.source(file.written[3]) is None


def test_a_file_that_cannot_be_parsed_is_empty_and_says_why(tmp_path: Path) -> None:
    file = data_file(tmp_path, "a: [\n")

    assert file.entries == {}
    assert file.written == ()
    assert [diagnostic.id for diagnostic in file.diagnostics] == ["yaml-syntax"]


def test_a_file_that_cannot_be_read_is_empty_and_says_why(tmp_path: Path) -> None:
    file = DataFile(str(tmp_path / "none.yaml"))

    assert file.text == ""
    assert [diagnostic.id for diagnostic in file.diagnostics] == ["file-unreadable"]


def test_json_has_values_with_places(tmp_path: Path) -> None:
    file = data_file(tmp_path, '{"a": {"b": 1}}', "a.json")

    assert file.entries["a"].plain == {"b": 1}
    assert file.key_position("a", "b").line == 1


def test_keys_that_are_no_text_are_no_entries(tmp_path: Path) -> None:
    assert list(data_file(tmp_path, "1: a\nb: c\n").entries) == ["b"]

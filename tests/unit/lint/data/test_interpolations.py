"""Interpolations of a file."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolations import Expression, expressions, unclosed


def of(directory: Path, value: str) -> list[Expression]:
    (directory / "a.yaml").write_text(f"key: {value}\n")
    return list(expressions(DataFile(str(directory / "a.yaml"))))


def test_calls_and_variables_are_distinguished(tmp_path: Path) -> None:
    call, variable = of(tmp_path, "\"%{lookup('a.b')} %{::site}\"")

    assert (call.function, call.argument, call.root, call.alone) == ("lookup", "a.b", "a", False)
    assert (variable.function, variable.argument, variable.root) == (None, "::site", "::site")


def test_an_expression_knows_where_its_text_begins_and_its_path(tmp_path: Path) -> None:
    (found,) = of(tmp_path, "[x, \"%{alias('y')}\"]")

    assert (found.position.line, found.position.column, found.path, found.alone) == (1, 10, ("key", 1), True)


def test_a_call_without_quotes_is_broken(tmp_path: Path) -> None:
    assert [found.broken for found in of(tmp_path, "\"%{lookup(a)} %{lookup( 'a' )} %{a} %{literal('%')}\"")] == [
        True,
        True,
        False,
        False,
    ]


def test_empty_expressions_name_nothing(tmp_path: Path) -> None:
    assert [found.argument for found in of(tmp_path, "\"%{} %{::} %{''}\"")] == ["", "", ""]


def test_root_keys_are_not_interpolated(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('"%{a}":\n  "%{b}": 1\n')

    assert [found.argument for found in expressions(DataFile(str(tmp_path / "a.yaml")))] == ["b"]


def test_texts_that_do_not_end_an_expression_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: '%{x'\nb: '%{x}'\nc: '%%{}{x}'\n")

    assert [position.line for position in unclosed(DataFile(str(tmp_path / "a.yaml")))] == [1]

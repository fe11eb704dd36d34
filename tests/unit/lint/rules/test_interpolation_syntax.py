"""What looks like an interpolation and is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import found, in_text, lint_tree
from lib.data.project_trees import PAGE

RULE = "interpolation-syntax"


@pytest.mark.parametrize("value", ["%{lookup(a)}", "%{a", "x %{literal('%'"])
def test_broken_calls_and_open_expressions_are_found(tmp_path: Path, value: str) -> None:
    assert len(in_text(RULE, tmp_path, f'a: "{value}"\n')) == 1


@pytest.mark.parametrize("value", ["%{lookup( 'a' )}", "%{lookup('a'}", "%{facts['os']}", "%{hiera('k)}"])
def test_what_every_lookup_refuses_is_left_to_the_message_of_the_lookup(tmp_path: Path, value: str) -> None:
    report = lint_tree(tmp_path, f'{PAGE}a: "{value}"\n')

    assert [(row[0], row[2]) for row in found(report)] == [("key-syntax", PAGE.count("\n") + 1)]


@pytest.mark.parametrize("value", ["%{lookup('a')}", "%{a}", "%{}", "%%{}{x}", "50%", "%{facts.a.b}", "{a}"])
def test_whole_expressions_and_text_are_fine(tmp_path: Path, value: str) -> None:
    assert in_text(RULE, tmp_path, f'a: "{value}"\n') == []

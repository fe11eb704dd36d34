"""Values that a lower level gives anyway."""

from __future__ import annotations

from pathlib import Path

from lib.data.linting import found, lint_tree
from lib.data.project_trees import HOST, PAGE

RULE = "redundant-key"


def rows(directory: Path, common: str, own: str) -> list[tuple[str, str, int]]:
    return found(lint_tree(directory, PAGE + common, select=RULE, hosts={HOST: own}), RULE)


def test_an_equal_value_below_is_found(tmp_path: Path) -> None:
    assert rows(tmp_path, "a: {b: [1]}\n", "x: 1\na: {b: [1]}\n") == [(RULE, f"{HOST}.yaml", 2)]


def test_another_value_is_not(tmp_path: Path) -> None:
    assert rows(tmp_path, "a: 1\nb: 1\n", "a: 2\nb: '1'\n") == []

"""Strategies that do not exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import in_text, places

RULE = "merge-options"


@pytest.mark.parametrize("merge", ["depe", "{strategy: depe}", "{knockout_prefix: x}", "{strategy: hash, x: 1}"])
def test_wrong_merges_are_found(tmp_path: Path, merge: str) -> None:
    found = in_text(RULE, tmp_path, f"lookup_options:\n  a:\n    merge: {merge}\n")

    assert [line for line, _ in places(found)] == [3]


@pytest.mark.parametrize("merge", ["deep", "first", "{strategy: deep, knockout_prefix: --}", "'%{x}'"])
def test_strategies_are_fine(tmp_path: Path, merge: str) -> None:
    assert in_text(RULE, tmp_path, f"lookup_options:\n  a:\n    merge: {merge}\n") == []

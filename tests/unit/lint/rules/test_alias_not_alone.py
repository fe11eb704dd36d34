"""Aliases with text around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import in_text

RULE = "alias-not-alone"


@pytest.mark.parametrize("value", ["\"x %{alias('a')}\"", "\"%{alias('a')} \"", "|\n  %{alias('a')}"])
def test_an_alias_with_text_around_it_is_found(tmp_path: Path, value: str) -> None:
    assert len(in_text(RULE, tmp_path, f"b: {value}\n")) == 1


@pytest.mark.parametrize("value", ["\"%{alias('a')}\"", "|-\n  %{alias('a')}", "\"x %{lookup('a')}\""])
def test_an_alias_alone_is_fine(tmp_path: Path, value: str) -> None:
    assert in_text(RULE, tmp_path, f"b: {value}\n") == []

"""Ranges of versions."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.puppet.versions import is_range


@pytest.mark.parametrize(
    "text",
    ["1.2.3", ">=1.0.0", "> 1.0.0", ">=1.0.0 <2.0.0", "~1.2", "^1", "1.x", "*", "1.0.0 - 2.0.0",
     "1.x || 3.x", " ", "||",
     "=1.0.0-rc1+b"],
)  # fmt: skip
def test_ranges(text):
    assert is_range(text)


@pytest.mark.parametrize("text", ["x.y", "01.0.0", "1.0.0-01", ">>1", " 1.0", "1.0.0.0", "^*", "<=x", "9" * 2000])
def test_others(text):
    assert not is_range(text)

"""Keys that no lookup finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import in_text, places

RULE = "invalid-key"


@pytest.mark.parametrize(
    "key",
    [
        "10",
        "~",
        "1.5",
        "a.b",
        "' a'",
        "''",
        "::a::b",
        "a::b::",
        "a:b::c",
        "a:::b",
        "profile::Kafka::x",
        "profile::kafka-broker::x",
        "profile::1kafka::x",
        "'profile:: kafka::x'",
    ],
)
def test_keys_that_no_lookup_finds_are_found(tmp_path: Path, key: str) -> None:
    assert places(in_text(RULE, tmp_path, f"first: 1\n{key}: 1\n")) == [(2, 1)]


@pytest.mark.parametrize(
    "key", ["a", "a::b::c_d", "a-b", "profile::kafka:mirror:jmx_base_port", "'10'", "lookup_options", "on"]
)
def test_other_keys_are_fine(tmp_path: Path, key: str) -> None:
    assert in_text(RULE, tmp_path, f"{key}: {{1: x, c.d: y}}\n") == []

"""Versions that are numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import in_text

RULE = "unquoted-version"


@pytest.mark.parametrize(
    "line",
    [
        "a: 3.10",
        "a: 1.20",
        "a: [2.100]",
        "kafka_version: 3.9",
        "x::scala_version: 2.11",
        "v: {version: 1.1}",
        "versions: [1.1]",
    ],
)
def test_versions_that_are_numbers_are_found(tmp_path: Path, line: str) -> None:
    assert len(in_text(RULE, tmp_path, f"{line}\n")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "a: 3.1",
        "a: 0.5",
        "a: 0.50",
        "a: 10.0",
        "kafka_version: 3.9.2",
        "kafka_version: '3.9'",
        "version: 5",
        "version_ratio: 0.5",
    ],
)
def test_fractions_and_text_are_not(tmp_path: Path, line: str) -> None:
    assert in_text(RULE, tmp_path, f"{line}\n") == []

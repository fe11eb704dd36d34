"""Numbers to base 60."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import in_text, places

RULE = "yaml-sexagesimal"


@pytest.mark.parametrize(
    ("text", "read"), [("1:30", "5400"), ("12:30:45", "45045"), ("-1:30", "-1800"), ("22:22", "80520")]
)
def test_numbers_to_base_60_are_found_with_what_is_read(tmp_path: Path, text: str, read: str) -> None:
    (finding,) = in_text(RULE, tmp_path, f"- {text}\n")

    assert places([finding]) == [(1, 3)]
    assert finding.message == f"{text} is read as the number {read}, to base 60"


def test_those_with_a_fraction_are_found(tmp_path: Path) -> None:
    assert "5430" in in_text(RULE, tmp_path, "a: 1:30.5\n")[0].message


@pytest.mark.parametrize("text", ["'1:30'", "1:60", "host:9092", "10.0.0.1:80", "aa:bb:cc", "::1", "1:2:3:4"])
def test_text_with_colons_is_not(tmp_path: Path, text: str) -> None:
    assert in_text(RULE, tmp_path, f"a: {text}\n") == []

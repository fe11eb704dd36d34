"""Numbers that are not read as they look."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import in_text

RULE = "yaml-number"


@pytest.mark.parametrize(
    ("text", "read"), [("1_000", "1000"), ("1,000", "1000"), ("0x1F", "31"), ("0b101", "5"), ("1_0.5", "10.5")]
)
def test_other_numbers_are_found_with_what_is_read(tmp_path: Path, text: str, read: str) -> None:
    (finding,) = in_text(RULE, tmp_path, f"a: {text}\n")

    assert finding.message == f"{text} is read as the number {read}"


@pytest.mark.parametrize("text", ["1e3", "0o17", "1e20", "2e-3"])
def test_numbers_that_are_text_are_found(tmp_path: Path, text: str) -> None:
    assert "is read as text" in in_text(RULE, tmp_path, f"a: {text}\n")[0].message


@pytest.mark.parametrize(
    "text", ["1000", "1.5", "-3", "1.0e+3", "'1_000'", "0", "1__0", "a1e3", "1,a", "10.0.0.1", "~"]
)
def test_plain_numbers_and_text_are_not(tmp_path: Path, text: str) -> None:
    assert in_text(RULE, tmp_path, f"a: {text}\n") == []


def test_the_fix_writes_the_digits_of_whole_numbers(tmp_path: Path) -> None:
    (whole,) = in_text(RULE, tmp_path, "a: 1,048,576\n")
    (fraction,) = in_text(RULE, tmp_path, "a: 1_0.5\n")

    assert whole.fix is not None
    assert whole.fix.new == "1048576"
    assert fraction.fix is None

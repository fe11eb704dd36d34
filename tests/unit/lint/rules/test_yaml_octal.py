"""Numbers with a leading zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import in_text, places

RULE = "yaml-octal"


@pytest.mark.parametrize(("text", "read"), [("012", "10"), ("0644", "420"), ("-017", "-15"), ("0_7", "7"), ("00", "0")])
def test_octal_numbers_are_found_with_what_is_read(tmp_path: Path, text: str, read: str) -> None:
    (finding,) = in_text(RULE, tmp_path, f"a:\n  b: {text}\n")

    assert places([finding]) == [(2, 6)]
    assert finding.message == f"{text} is read as an octal number, {read}"


@pytest.mark.parametrize("text", ["08", "0198"])
def test_numbers_that_are_text_because_of_their_digits_are_found(tmp_path: Path, text: str) -> None:
    assert "is read as text" in in_text(RULE, tmp_path, f"a: {text}\n")[0].message


@pytest.mark.parametrize("text", ["0", "10", "0.5", "'012'", "0x1F", "-0", "1.0"])
def test_other_numbers_are_not(tmp_path: Path, text: str) -> None:
    assert in_text(RULE, tmp_path, f"a: {text}\n") == []

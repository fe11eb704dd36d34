"""Words that are read as booleans."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.linting import in_text, places

RULE = "yaml-boolean"


@pytest.mark.parametrize("word", ["no", "No", "NO", "yes", "on", "off", "OFF", "tRue"])
def test_words_that_are_read_as_booleans_are_found(tmp_path: Path, word: str) -> None:
    (finding,) = in_text(RULE, tmp_path, f"a:\n  - {word}\n")

    assert places([finding]) == [(2, 5)]
    assert finding.length == len(word)


@pytest.mark.parametrize("text", ["true", "False", "'no'", '"on"', "y", "none", "nope", "!!str no"])
def test_booleans_and_text_are_not(tmp_path: Path, text: str) -> None:
    assert in_text(RULE, tmp_path, f"a: {text}\n") == []


def test_a_key_that_is_read_as_a_boolean_is_found_and_not_fixed(tmp_path: Path) -> None:
    (finding,) = in_text(RULE, tmp_path, "on: 1\n")

    assert "which no lookup can name" in finding.message
    assert finding.fix is None


def test_the_fix_writes_the_boolean_that_was_read(tmp_path: Path) -> None:
    (finding,) = in_text(RULE, tmp_path, "a: off\n")

    assert finding.fix is not None
    assert (finding.fix.old, finding.fix.new) == ("off", "false")


@pytest.mark.parametrize(
    "text",
    ["on: 1", "a: [de, no, se]", "site::country: no", "a:\n  tld: no", "a: {b: 'yes', c: no}"],
)
def test_it_is_a_warning_where_the_word_was_meant(tmp_path: Path, text: str) -> None:
    assert [finding.level for finding in in_text(RULE, tmp_path, f"{text}\n")] == [Severity.WARNING]


@pytest.mark.parametrize("text", ["a: no", "a: {dhcp4: no, device: eth0}", "a: [yes]", "PermitRootLogin: no"])
def test_else_it_is_an_info(tmp_path: Path, text: str) -> None:
    assert [finding.level for finding in in_text(RULE, tmp_path, f"{text}\n")] == [Severity.INFO]

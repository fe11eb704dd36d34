"""`hiera-kafka offsets translate` before it talks to a cluster; tests/local has the rest."""

from __future__ import annotations

import pytest
from tests.unit.cli.conftest import Run

from lib.repository import ROOT

INVENTORY = ("-i", ROOT / "inventories/multi-dc")
ENDS = ("--from", "main-eqiad", "--to", "main-codfw")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("translate", "g", "--from", "main-eqiad"), "missing option '--to'"),
        (("translate", "g", *ENDS, "--by", "saved", "--at", "2026-01-01"), "--by and --at exclude each other"),
        (("translate", "g", *ENDS, "--at", "noon"), "is no date and time of ISO 8601"),
        (("translate", "g", *ENDS, "--margin", "2m"), "is no duration of ISO 8601"),
        (("translate", "g", *ENDS, "--margin", "P-1D"), "is no duration of ISO 8601"),
        (("translate", "g", *ENDS, "--read-at-most", "0"), "0 is not in the range"),
        (("translate", "g", "--from", "main-eqiad", "--to", "main-eqiad"), "--from and --to are the same cluster"),
        (("translate", "", *ENDS), "'' is no name of a group: it is empty"),
        (("translate", "g", *ENDS, "--topic", ""), "'' is no name of a topic: it is empty"),
        (("translate", "g", *ENDS, "--topic", "a b"), "'a b' is no name of a topic: 1 to 249 letters"),
        (("translate", "g", "--from", "main-eqiat", "--to", "main-codfw"), "did you mean 'main-eqiad'?"),
        (("translate", "g", "--from", "main-codfw", "--to", "jumbo-eqiad"), "error[translate-no-mirror]"),
    ],
)
def test_wrong_command_lines_are_refused_before_anything_is_asked(
    hiera_kafka: Run, words: tuple[str, ...], complaint: str
) -> None:
    result = hiera_kafka("offsets", *words, *INVENTORY)

    assert result.code == 3
    assert complaint in result.stderr

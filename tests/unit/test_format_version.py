"""Versions of the formats of files that are kept; on hosts they are told in the same words (see the test there)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka import format_version
from hiera_kafka.errors import Diagnostic, HieraKafkaError

PLACE = Path("/home/alice/.local/state/hiera-kafka/offsets/000001.json")


@pytest.mark.parametrize("found", [1, 2])
def test_what_is_known_is_returned(found: int) -> None:
    assert format_version.known({"format": found}, PLACE, 2) == found


@pytest.mark.parametrize("data", [{}, [], None, "1", *({"format": found} for found in (0, -1, True, 1.0, "1", None))])
def test_what_is_no_version_is_not_taken_for_one(data: Any) -> None:
    with pytest.raises(ValueError, match="format"):
        format_version.known(data, PLACE, 2)


def test_a_later_release_is_told_with_its_format_and_what_is_known() -> None:
    with pytest.raises(HieraKafkaError) as caught:
        format_version.known({"format": 3, "anything": "else"}, PLACE, 2)
    assert str(caught.value) == (
        f"{PLACE}: error[record-newer]: {PLACE} has the format 3, understood is up to 2\n"
        "    note: a later release of hiera-kafka has written it; nothing was changed\n"
        "    hint: use that release, or a later one\n"
        "    docs: docs/rules/record-newer.md"
    )
    assert format_version.is_newer(caught.value)
    assert not format_version.is_newer(HieraKafkaError(Diagnostic("local-record-unreadable", "it is damaged")))

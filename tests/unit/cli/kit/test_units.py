"""Lengths of time and sizes as people read them."""

from __future__ import annotations

import pytest

from hiera_kafka.cli.kit.units import duration, human


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59, "59 s"), (75, "1 min 15 s"), (3600, "1 h 0 min"), (90061, "1 d 1 h")],
)
def test_a_duration_has_its_two_largest_units(seconds: int, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(("size", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (2_500_000_000, "2.5 GB")])
def test_a_size_has_the_unit_that_keeps_it_short(size: int, text: str) -> None:
    assert human(size) == text

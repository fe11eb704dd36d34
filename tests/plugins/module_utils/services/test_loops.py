"""When restarts of a service are a crash loop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.loops import MANY, WINDOW_S, loop

NOW = 1_000_000.0


@pytest.mark.parametrize(
    ("ages", "times"),
    [
        ([], 0),
        ([1, 2], 0),
        ([1, 9, 17], 3),  # a broker that dies at its start
        ([25, 33, 41], 3),
        ([31, 39, 47], 0),  # and one that has got over it
        ([30, 90, 150, 210], 4),  # a mirror that dies each minute, half a minute after a start
        ([119, 179, 239], 3),
        ([121, 181, 241], 0),
        ([31, 39, 47, 331, 339, 347], 0),  # over it for the second time: it had been well in between
        ([25, 33, 41, 331, 339, 347], 6),
        ([1, 700, 800, 900], 0),  # once now, and others long ago
        ([-5, 1, 9, 17], 3),  # the clock was set back
    ],
)
def test_a_loop_is_restarts_of_late_that_have_not_come_to_an_end(ages: list[float], times: int) -> None:
    assert loop([NOW - age for age in ages], NOW) == times


@given(st.lists(st.floats(0, 2 * WINDOW_S), max_size=20), st.floats(0, WINDOW_S))
def test_a_loop_has_many_restarts_within_the_window_and_ends_by_staying_up(ages: list[float], later: float) -> None:
    starts = [NOW - age for age in ages]
    found = loop(starts, NOW)
    assert found == 0 or found >= MANY
    assert found <= sum(age <= WINDOW_S for age in ages)
    assert found == loop(reversed(starts), NOW), "in whatever order"
    assert loop(starts, NOW + WINDOW_S + later + 1) == 0

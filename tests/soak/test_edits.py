"""A hundred random edits of a running cluster's data, under a producer: each is applied, or refused before any host."""

from __future__ import annotations

import time

import pytest

from soak.conftest import Say
from soak.edits import edited, outcome
from soak.faults import Day

EDITS = 100


@pytest.mark.timeout(12 * 3600)
def test_a_hundred_random_edits_are_applied_or_refused(day: Day, seed: int, say: Say) -> None:
    say(f"\nseed {seed}, {EDITS} edits")
    applied = 0
    for number in range(1, EDITS + 1):
        what, data = edited(day.data, day.random)
        since = time.monotonic()
        with day.traffic.flowing():
            done, why = outcome(day.site, day.data, data)
            day.traffic.in_sync()
        day.traffic.check()
        if done:
            day.data = data
            applied += 1
        seen = f"{'applied' if done else 'refused'} {why}"
        say(f"{number:3} {time.monotonic() - since:5.0f} s  {seen:32} {what}")
    say(f"{applied} applied, {EDITS - applied} refused, {day.traffic.written} messages, none lost")

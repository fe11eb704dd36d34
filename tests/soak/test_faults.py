"""Faults in random order, under a producer: no acknowledged message is lost, and every refusal names its cause."""

from __future__ import annotations

import time

import pytest

from lab import services
from soak.conftest import Say
from soak.faults import FAULTS, Day

ALLOWED = 12 * 3600


@pytest.mark.timeout(ALLOWED)
def test_faults_in_random_order_lose_no_acknowledged_message(
    day: Day, seed: int, minutes: float, only: str, say: Say
) -> None:
    chosen = [only] if only in FAULTS else sorted(FAULTS)

    say(f"\nseed {seed}, {minutes or 'as few as possible'} minutes, faults: {', '.join(chosen)}")
    begun = time.monotonic()
    done = 0
    while done < len(chosen) or time.monotonic() - begun < minutes * 60:
        if done % len(chosen) == 0:
            day.random.shuffle(chosen)
        name = chosen[done % len(chosen)]
        since = time.monotonic()
        with day.traffic.flowing():
            services.eventually("messages arrive", day.traffic.arriving, 120)
            seen = FAULTS[name](day)
            # The next one comes when nothing is left of this one: two at once may lose what nobody could keep.
            day.traffic.in_sync()
        day.traffic.check()
        done += 1
        say(f"{done:3} {name:16} {time.monotonic() - since:5.0f} s  {day.traffic.written:8} messages  {seen}")
    day.apply()
    say(f"{done} faults in {(time.monotonic() - begun) / 60:.0f} minutes: {day.traffic.written} messages, none lost")

"""Whether a service is in a crash loop, by when its service manager has started it again.

One instant tells nothing: between two crashes such a service runs, and its state is that of a healthy one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

WINDOW_S = 600.0
"""How far back one looks."""
MANY = 3
"""Starts after failures within that time which are no accident any more."""
QUIET_S = 30.0
"""How long a service must have stayed up since the last one, at least, to be out of the loop."""


def loop(restarts: Iterable[float], now_s: float) -> int:
    """Return how often a service was started again lately where it is in a crash loop; 0 where it is not.

    It is out of the loop once it has stayed up for twice as long as between any two of the last of those starts: a
    mirror that dies on one message each minute is still in it half a minute after a start, a broker that died every
    five seconds is not, however long it had been well before that.

    Args:
        restarts: When its service manager started it again by itself, in seconds; those of long ago do not count.
        now_s: Now, by the same clock.
    """
    recent = sorted(at for at in restarts if now_s - WINDOW_S <= at <= now_s)
    if len(recent) < MANY:
        return 0
    longest = max(later - before for before, later in itertools.pairwise(recent[-MANY:]))
    return len(recent) if now_s - recent[-1] < max(QUIET_S, 2 * longest) else 0

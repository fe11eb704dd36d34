"""Crash loops of programs of a local host's supervisord, as its log shows them.

The same as `services/supervisor_log.py` and `services/loops.py` of the collection, which are not installed with the
package; a test holds them to the same answers.
"""

from __future__ import annotations

import itertools
import re
import time
from collections import defaultdict

_WINDOW_S = 600.0
_MANY = 3
_QUIET_S = 30.0
_EVENT = re.compile(
    r"(?P<at>[-0-9]+ [:0-9]+)[,0-9]* \w+ (?P<event>spawned|stopped|gave up|exited): '?(?P<name>[^ ']+)'? (?P<more>.*)"
)
_BEGUN = re.compile(r"[-0-9]+ [:,0-9]+ \w+ supervisord started with pid ")


def loops(log: str, now_s: float) -> dict[str, int]:
    """Return how often programs were started again in the last ten minutes, of those that are in a crash loop.

    Args:
        log: The end of supervisord's log.
        now_s: Now, in seconds since 1970.
    """
    starts: defaultdict[str, list[float]] = defaultdict(list)
    for line in log.splitlines():
        if found := _EVENT.match(line):
            if found["event"] == "spawned":
                starts[found["name"]].append(_moment(found["at"]))
            elif found["event"] != "exited" or found["more"].endswith("; expected)"):
                starts[found["name"]].clear()
        elif _BEGUN.match(line):
            starts.clear()
    return {name: times for name, begun in starts.items() if (times := _loop(begun[1:], now_s))}


def _loop(restarts: list[float], now_s: float) -> int:
    recent = sorted(at for at in restarts if now_s - _WINDOW_S <= at <= now_s)
    if len(recent) < _MANY:
        return 0
    longest = max(later - before for before, later in itertools.pairwise(recent[-_MANY:]))
    return len(recent) if now_s - recent[-1] < max(_QUIET_S, 2 * longest) else 0


def _moment(text: str) -> float:
    try:
        return time.mktime(time.strptime(text, "%Y-%m-%d %H:%M:%S"))
    except (ValueError, OverflowError):  # digits that are no time
        return 0.0

"""What supervisord's log says of programs that it has started again by itself."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable

_EVENT = re.compile(
    r"(?P<at>[-0-9]+ [:0-9]+)[,0-9]* \w+ (?P<event>spawned|stopped|gave up|exited): '?(?P<name>[^ ']+)'? (?P<more>.*)"
)
_BEGUN = re.compile(r"[-0-9]+ [:,0-9]+ \w+ supervisord started with pid ")


def restarts(log: Iterable[str]) -> dict[str, list[float]]:
    """Return when supervisord has started programs again by itself, by what its log says of their starts.

    A program that was stopped or given up, or ended as it may, is started again by somebody; so is one of a supervisord
    that has begun.

    Returns:
        Name to times in seconds since 1970, of the whole second; the log has the local time.
    """
    starts: dict[str, list[float]] = {}
    for line in log:
        if found := _EVENT.match(line):
            name = found["name"]
            if found["event"] == "spawned":
                starts.setdefault(name, []).append(_moment(found["at"]))
            elif found["event"] != "exited" or found["more"].endswith("; expected)"):
                starts[name] = []
        elif _BEGUN.match(line):
            starts.clear()
    return {name: times[1:] for name, times in starts.items()}


def _moment(text: str) -> float:
    try:
        return time.mktime(time.strptime(text, "%Y-%m-%d %H:%M:%S"))
    except (ValueError, OverflowError):  # digits that are no time
        return 0.0

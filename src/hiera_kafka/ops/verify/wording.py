"""Numbers and lists as results of checks say them; whatever a host answers becomes text here, and nothing raises."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from hiera_kafka.source import Origin

_UNITS = ("KiB", "MiB", "GiB", "TiB", "PiB")
_SPANS = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))
SHOWN = 5
"""How many names of a list are written out."""


def size(count: float) -> str:
    """Return a number of bytes for people: `79.4 GiB`."""
    power = 1
    while power < len(_UNITS) and abs(count) >= 1024 ** (power + 1):
        power += 1
    return f"{count / 1024**power:.1f} {_UNITS[power - 1]}"


def span(seconds: float) -> str:
    """Return a time for people, by its two largest units: `3 d 4 h`."""
    if not math.isfinite(seconds) or seconds < 1:
        return f"{seconds:.2f} s"
    rest, parts = int(seconds), []
    for unit, length in _SPANS:
        if rest >= length:
            parts.append(f"{rest // length} {unit}")
        elif parts:
            break  # `1 d 3 s` would seem exact
        rest %= length
    return " ".join(parts[:2])


def moment(seconds: float) -> str:
    """Return seconds since 1970 as a time in UTC; a number that is no time stays a number."""
    try:
        found = dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return f"{seconds} s after 1970"
    return f"{found:%Y-%m-%d %H:%M:%S} UTC"


def some(names: Iterable[object]) -> str:
    """Return names joined by commas; of many the first ones, and how many more there are."""
    found = [str(name) for name in names]
    more = len(found) - SHOWN
    return ", ".join(found[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def defaulted(words: str, *origins: Origin) -> str:
    """Return what is expected, and that it is a default where no file says it."""
    return words if any(origin.positions() for origin in origins) else f"{words} (default)"


def count(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where that is right: `3 partitions`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

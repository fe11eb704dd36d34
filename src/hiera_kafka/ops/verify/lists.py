"""Lists and counts as results of checks say them."""

from __future__ import annotations

from collections.abc import Iterable

SHOWN = 5
"""How many of a list are written out."""


def some(items: Iterable[object]) -> str:
    """Return what is in a list, joined by commas; of many the first ones, and how many more there are."""
    found = [str(item) for item in items]
    more = len(found) - SHOWN
    return ", ".join(found[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def count(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where that is right: `3 partitions`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

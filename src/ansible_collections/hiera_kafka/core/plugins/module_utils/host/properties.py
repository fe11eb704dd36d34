"""Reads what Java programs write as `name=value`."""

from __future__ import annotations


def properties(text: str) -> dict[str, str]:
    """Return name to value of the lines `name=value`; comments and other lines are none."""
    found = {}
    for line in text.splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith(("#", "!")):
            found[name.strip()] = value.strip()
    return found

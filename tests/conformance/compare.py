"""Compares answers with those of real Puppet, by the rules of the corpus."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any


def same(expected: dict[str, Any], got: dict[str, Any]) -> bool:
    """Whether an answer agrees: the same value, or an error where an error is expected."""
    if bool(got["ok"]) != expected["ok"]:
        return False
    return not expected["ok"] or comparable(expected["value"]) == comparable(got["value"])


def same_category(expected: dict[str, Any], got: dict[str, Any]) -> bool:
    """Whether two errors are of one category; where Puppet itself fell over any error is as good."""
    return expected["error_category"] in {"internal", "other", got["error_category"]}


def comparable(value: Any) -> Hashable:
    """Return a value in a form where equal means equal: keys in any order, true is not 1 and 1 is not 1.0."""
    if isinstance(value, dict):
        pairs = value["$hash"] if set(value) == {"$hash"} else value.items()
        return "hash", frozenset((comparable(key), comparable(item)) for key, item in pairs)
    if isinstance(value, list):
        return "list", tuple(map(comparable, value))
    if isinstance(value, float):
        return "float", repr(value + 0.0)
    return type(value).__name__, value

"""Random regular expressions of the kind that is decided, over few characters, so that they often meet."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_CHARS = ["a", "b", r"\.", "."] * 3 + ["A", "-"]
_CLASSES = [
    "[ab]",
    "[^a]",
    "[a-z.]",
    r"\w",
    r"\d",
    r"\W",
    "[A-B]",
    r"\p{Alpha}",
    r"[\w.]",
    r"[^\w]",
    r"\x61",
    r"\Qa.\E",
]
_ASSERTIONS = ["^", "$", r"\b", r"\B", r"\A", r"\z", "(?<=a)", "(?<!b)", "(?<=^|b)", "(?<![ab]a?)", "(?<=a|bb)"]
_FLAGS = ["(?i)", "(?-i)"]
_TIMES = ["*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}", "{3}"]


class RandomPatterns:
    """Makes patterns from a seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def pattern(self) -> str:
        """Return a pattern of up to three groups within each other."""
        return self._alternatives(self._chance.choice([1, 2, 2, 3]))

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Return that many of some items, or all."""
        return self._chance.sample(items, min(count, len(items)))

    def count(self) -> int:
        """Return how many patterns are looked at together."""
        return self._chance.choice([1, 2, 2, 3])

    def _alternatives(self, depth: int) -> str:
        return "|".join(self._sequence(depth) for _ in range(self._chance.choice([1, 1, 1, 2, 2, 3])))

    def _sequence(self, depth: int) -> str:
        least = 0 if self._chance.random() < 0.1 else 1
        return "".join(self._piece(depth) for _ in range(self._chance.randint(least, 4)))

    def _piece(self, depth: int) -> str:
        kind = self._chance.random()
        if kind < 0.06:
            return self._chance.choice(_ASSERTIONS)
        if kind < 0.08:
            return self._chance.choice(_FLAGS)
        if depth and kind < 0.2:
            return self._chance.choice(["(?=", "(?!"]) + self._alternatives(depth - 1) + ")"
        if depth and kind < 0.45:
            atom = self._chance.choice(["(", "(?:", "(?i:"]) + self._alternatives(depth - 1) + ")"
        else:
            atom = self._chance.choice(_CLASSES if kind > 0.87 else _CHARS)
        if self._chance.random() < 0.6:
            return atom
        return atom + self._chance.choice(_TIMES) + self._chance.choice(["", "", "?"])

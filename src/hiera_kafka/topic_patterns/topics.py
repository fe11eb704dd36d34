"""Topics that are taken and left by patterns, and whether several of these choices have one in common."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from hiera_kafka.topic_patterns.errors import TooComplexError
from hiera_kafka.topic_patterns.graph import Graph
from hiera_kafka.topic_patterns.parser import parse
from hiera_kafka.topic_patterns.pattern import Pattern
from hiera_kafka.topic_patterns.search import shortest
from hiera_kafka.topic_patterns.syntax import Alt, Node

_NO_NAME = r"\.{0,2}"
"""What Kafka takes for no name, though it has no other characters than names have: nothing, `.` and `..`."""


@dataclass(frozen=True)
class Topics:
    """A choice of topics.

    Attributes:
        taken: Patterns, one of which takes each of them,
        left: and none of which does.
    """

    taken: tuple[Pattern, ...]
    left: tuple[Pattern, ...] = ()

    def matches(self, name: str) -> bool:
        """Return whether a topic is chosen."""
        return any(one.matches(name) for one in self.taken) and not any(one.matches(name) for one in self.left)

    @property
    def tree(self) -> Node:
        """The patterns of what is taken, as one."""
        return Alt(tuple(pattern.tree for pattern in self.taken))

    def __str__(self) -> str:
        return " or ".join(repr(pattern.text) for pattern in self.taken)


def common_topic(choices: Iterable[Topics]) -> str | None:
    """Return the shortest name of a topic that all choose; None is proof that there is none.

    Raises:
        TooComplexError: It takes too many steps to decide.
    """
    found = _common(frozenset(choices))
    if isinstance(found, TooComplexError):
        raise found
    return found


@functools.lru_cache(maxsize=1024)
def _common(choices: frozenset[Topics]) -> str | TooComplexError | None:
    """Return the name, or that it takes too long: that is to be found out once only as well."""
    graph = Graph()
    ordered = sorted(choices, key=lambda choice: (str(choice), [pattern.text for pattern in choice.left]))
    try:
        wanted = [(graph.add(parse(_NO_NAME)), False)]
        for choice in ordered:
            wanted.append((graph.add(choice.tree), True))
            wanted += [(graph.add(pattern.tree), False) for pattern in choice.left]
        name = shortest(graph, wanted)
    except TooComplexError as error:
        return TooComplexError(f"{error} for {' and '.join(map(str, ordered))}")
    if name is not None and not all(choice.matches(name) for choice in choices):
        raise AssertionError(f"{name!r} was found, but not all of {', '.join(map(str, ordered))} take it")
    return name

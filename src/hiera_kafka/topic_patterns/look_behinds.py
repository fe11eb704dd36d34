"""Follows looks behind along a name: they are asked of the characters before, which a search does not keep."""

from __future__ import annotations

from collections.abc import Iterable

from hiera_kafka.topic_patterns.alphabet import BIT
from hiera_kafka.topic_patterns.closure import Before
from hiera_kafka.topic_patterns.graph import FOUND, Graph, IfStart, Split, Take


def begin(graph: Graph) -> Before:
    """Return what is before the first character of a name."""
    return _before(graph, (), at_start=True)


def after(graph: Graph, before: Before, char: str) -> Before:
    """Return what is before the next character, once one was taken."""
    bit = BIT[char]
    went = []
    for index, at in before.active:
        state = graph.states[at]
        if isinstance(state, Take) and state.mask & bit:
            went.append((index, state.then))
    return _before(graph, went, at_start=False)


def _before(graph: Graph, went: Iterable[tuple[int, int]], *, at_start: bool) -> Before:
    """Return what is found, and what waits, where each look behind begins anew at each character."""
    open_ = [*went, *enumerate(graph.behinds)]
    seen: set[tuple[int, int]] = set()
    while open_:
        place = open_.pop()
        if place in seen:
            continue
        seen.add(place)
        index, at = place
        match graph.states[at]:
            case Split(to):
                open_ += [(index, one) for one in to]
            case IfStart(then):
                if at_start:
                    open_.append((index, then))
    found = frozenset(index for index, at in seen if at == FOUND)
    waiting = frozenset(place for place in seen if isinstance(graph.states[place[1]], Take))
    return Before(at_start, found, waiting)

"""Looks for the shortest name that is taken from several states of a graph, and not from others.

The search goes over what is left to be held (`closure`) character by character, breadth first. Of characters that all
sets in question treat alike, one is tried. It ends: there are finitely many cubes, no name is longer than 249
characters, and the steps are counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from hiera_kafka.topic_patterns import look_behinds
from hiera_kafka.topic_patterns.alphabet import EVERY, LONGEST, first_of
from hiera_kafka.topic_patterns.closure import ENDS, GOES_ON, Before, Closure, Cube, Literal
from hiera_kafka.topic_patterns.graph import Graph, Take

BUDGET: Final = 150_000
"""Steps of the longest search, about one second. Wikimedia's patterns need some hundreds each."""

_Place: TypeAlias = tuple[Before, Cube]


def shortest(graph: Graph, wanted: Iterable[Literal], budget: int = BUDGET) -> str | None:
    """Return the shortest name for which all literals hold, None when there is none of at most 249 characters.

    Args:
        graph: The states.
        wanted: First states of patterns, and whether each must take the name or must not.
        budget: Steps that may be spent.

    Raises:
        TooComplexError: They did not do.
    """
    search = _Search(graph, budget)
    open_ = search.begin(wanted)
    came: dict[_Place, tuple[_Place, str] | None] = dict.fromkeys(open_)
    done = next((place for place in open_ if search.accepts(place)), None)
    for _ in range(LONGEST):
        following: list[_Place] = []
        for place in open_ if done is None else ():
            for char, then in search.steps(place):
                if then not in came:
                    came[then] = (place, char)
                    following.append(then)
                    if search.accepts(then):
                        return _spelt(then, came)
        open_ = following
    return None if done is None else _spelt(done, came)


def _spelt(place: _Place, came: dict[_Place, tuple[_Place, str] | None]) -> str:
    name = ""
    while (step := came[place]) is not None:
        place, char = step
        name = char + name
    return name


class _Search:
    def __init__(self, graph: Graph, budget: int) -> None:
        self._graph = graph
        self._closure = Closure(graph, budget)

    def begin(self, wanted: Iterable[Literal]) -> list[_Place]:
        before = look_behinds.begin(self._graph)
        return [(before, cube) for cube in self._closure.product(wanted, before)]

    def accepts(self, place: _Place) -> bool:
        """Return whether the name may end at a place."""
        return all(literal == ENDS or (not sign and literal != GOES_ON) for literal in place[1] for sign in literal[1:])

    def steps(self, place: _Place) -> Iterable[tuple[str, _Place]]:
        """Yield each character that can come next and leads elsewhere than others do, and where it leads."""
        before, cube = place
        if ENDS in cube:
            return
        states = [(self._take(index), sign) for index, sign in cube if index >= 0]
        for char, bit in self._characters(before, states):
            self._closure.spend(1 + len(cube) // 4 + len(before.active) // 2)
            rest = {(state.then, sign) for state, sign in states if state.mask & bit}
            then = look_behinds.after(self._graph, before, char)
            for following in self._closure.product(rest, then):
                yield char, (then, following)

    def _characters(self, before: Before, states: list[tuple[Take, bool]]) -> Iterable[tuple[str, int]]:
        """Yield one character of each set of equivalent ones, and its bit; none that a state cannot take."""
        allowed = EVERY
        others = {self._take(at).mask for _, at in before.active}
        for state, sign in states:
            if sign:
                allowed &= state.mask
            else:
                others.add(state.mask)
        blocks = [allowed] if allowed else []
        for mask in others:
            blocks = [part for block in blocks for part in (block & mask, block & ~mask) if part]
        for block in sorted(blocks, key=lambda block: block & -block):
            char = first_of(block)
            yield char, block & -block

    def _take(self, index: int) -> Take:
        state = self._graph.states[index]
        if not isinstance(state, Take):
            raise TypeError(f"state {index} takes no character")
        return state

"""What a question about the rest of a name comes down to for its next character.

A *literal* is a state with a sign: the rest of the name is taken from there, or is not. Expanded, it is one of several
*cubes*, each a set of literals that hold all together and look at the next character: a state that takes one, or the
end of the name. A negated literal is expanded by De Morgan's laws, so that negative looks need nothing of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from hiera_kafka.topic_patterns.errors import TooComplexError
from hiera_kafka.topic_patterns.graph import Done, Graph, If, IfBehind, IfEnd, IfStart, Split, Take

Literal: TypeAlias = tuple[int, bool]
"""A state, and whether it takes the rest of the name."""
Cube: TypeAlias = frozenset[Literal]
Cubes: TypeAlias = tuple[Cube, ...]
"""Alternatives; none is never, one empty cube is always."""

ENDS: Final[Literal] = (-1, True)
GOES_ON: Final[Literal] = (-1, False)
NEVER: Final[Cubes] = ()
ALWAYS: Final[Cubes] = (frozenset(),)


@dataclass(frozen=True, slots=True)
class Before:
    """What assertions see of the characters before.

    Attributes:
        at_start: There are none.
        behinds: Numbers of the looks behind that find what they look for.
        active: States of the looks behind that wait for the next character, each with the number of its look.
    """

    at_start: bool
    behinds: frozenset[int] = frozenset()
    active: frozenset[tuple[int, int]] = frozenset()


class Closure:
    """Expands literals of one graph; what was expanded once is kept."""

    def __init__(self, graph: Graph, budget: int) -> None:
        self._graph = graph
        self._left = budget
        self._kept: dict[tuple[int, bool, bool, frozenset[int]], Cubes] = {}

    def spend(self, steps: int = 1) -> None:
        """Count steps.

        Raises:
            TooComplexError: There were too many.
        """
        self._left -= steps
        if self._left < 0:
            raise TooComplexError("too many steps")

    def expand(self, literal: Literal, before: Before) -> Cubes:
        """Return what a literal comes down to at a place."""
        state, sign = literal
        if literal in (ENDS, GOES_ON) or isinstance(self._graph.states[state], Take):
            return (frozenset({literal}),)
        key = (state, sign, before.at_start, before.behinds)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._expanded(state, sign, before)
        return kept

    def product(self, literals: Iterable[Literal], before: Before) -> Cubes:
        """Return what several literals come down to that hold all together."""
        certain: set[Literal] = set()
        open_: list[Cubes] = []
        for literal in sorted(literals):
            cubes = self.expand(literal, before)
            if len(cubes) == 1:
                certain |= cubes[0]
            else:
                open_.append(cubes)
        found = self._least((frozenset(certain),))
        for cubes in open_:
            found = self._both(found, cubes)
        return found

    def _expanded(self, state: int, sign: bool, before: Before) -> Cubes:
        ways = self._ways(state, before)
        if sign:
            return self._least(cube for way in ways for cube in self.product(way, before))
        found = ALWAYS
        for way in ways:
            opposites = [(index, not other) for index, other in way]
            either = self._least(cube for opposite in opposites for cube in self.expand(opposite, before))
            found = self._both(found, either)
        return found

    def _both(self, some: Cubes, others: Cubes) -> Cubes:
        if some == ALWAYS:
            return others
        return self._least(one | other for one in some for other in others)

    def _least(self, cubes: Iterable[Cube]) -> Cubes:
        """Return alternatives without those that cannot be, or that ask for more than another does."""
        least: list[Cube] = []
        for cube in dict.fromkeys(_tidied(cube) for cube in cubes):
            self.spend(1 + len(least) // 8)
            if cube is None or any(other <= cube for other in least):
                continue
            least = [other for other in least if not cube <= other]
            least.append(cube)
        return tuple(least)

    def _ways(self, first: int, before: Before) -> list[Cube]:
        """Return each way from a state to one that takes a character, or to the end: the literals that it asks for."""
        open_: list[tuple[int, Cube]] = [(first, frozenset())]
        seen: dict[int, list[Cube]] = {}
        while open_:
            at, asked = open_.pop()
            if any(other <= asked for other in seen.get(at, ())):
                continue
            self.spend()
            seen[at] = [other for other in seen.get(at, ()) if not asked <= other] + [asked]
            match self._graph.states[at]:
                case Split(to):
                    open_ += [(one, asked) for one in reversed(to)]
                case If(question, negated, then):
                    open_.append((then, asked | {(question, not negated)}))
                case IfBehind(index, negated, then):
                    if (index in before.behinds) != negated:
                        open_.append((then, asked))
                case IfStart(then):
                    if before.at_start:
                        open_.append((then, asked))
                case IfEnd(then):
                    open_.append((then, asked | {ENDS}))
        return [asked | one for at, many in seen.items() for asked in many for one in self._reached(at)]

    def _reached(self, at: int) -> Cubes:
        match self._graph.states[at]:
            case Done(at_end):
                return (frozenset({ENDS}),) if at_end else ALWAYS
            case Take():
                return (frozenset({(at, True)}),)
        return NEVER


def _tidied(cube: Cube) -> Cube | None:
    """Return a cube without what follows from the rest of it, None if it contradicts itself."""
    takes = {state for state, sign in cube if sign and state >= 0}
    if any((state, False) in cube for state in takes):
        return None
    if ENDS in cube:
        # At the end no state takes a character, so that all that is negated holds.
        return None if takes or GOES_ON in cube else frozenset({ENDS})
    return cube - {GOES_ON} if takes else cube

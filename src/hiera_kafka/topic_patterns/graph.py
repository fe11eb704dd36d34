"""The graph of a pattern: states, and what leads from one to the next.

It is Thompson's construction with assertions: a state takes one character, or goes on to others at once, or goes on if
an assertion holds there. What follows a state is all that is left of the name, so that a look ahead is one more
question about the same rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from hiera_kafka.topic_patterns.alphabet import LONGEST
from hiera_kafka.topic_patterns.errors import TooComplexError
from hiera_kafka.topic_patterns.syntax import Alt, Chars, End, Look, Node, Repeat, Seq, Start

MOST_STATES: Final = 20_000
"""States of the largest graph. Wikimedia's largest pattern has about 70."""


@dataclass(frozen=True, slots=True)
class Take:
    """Takes one character of a set and goes on."""

    mask: int
    then: int


@dataclass(frozen=True, slots=True)
class Split:
    """Goes on to each of several states."""

    to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class If:
    """Goes on if what is left of the name is, or is not, taken from the state `question`."""

    question: int
    negated: bool
    then: int


@dataclass(frozen=True, slots=True)
class IfBehind:
    """Goes on if one of the looks behind holds, or does not."""

    index: int
    negated: bool
    then: int


@dataclass(frozen=True, slots=True)
class IfStart:
    """Goes on if the name begins here."""

    then: int


@dataclass(frozen=True, slots=True)
class IfEnd:
    """Goes on if the name ends here."""

    then: int


@dataclass(frozen=True, slots=True)
class Done:
    """All of the name was taken, if it ends here (`at_end`); else: what was asked for is there, whatever follows."""

    at_end: bool


State: TypeAlias = Take | Split | If | IfBehind | IfStart | IfEnd | Done

ACCEPT: Final = 0
FOUND: Final = 1


class Graph:
    """The states of one or more patterns.

    Attributes:
        states: By number; ACCEPT and FOUND are the first two.
        behinds: The first state of each look behind.
    """

    def __init__(self) -> None:
        self.states: list[State] = [Done(at_end=True), Done(at_end=False)]
        self.behinds: list[int] = []
        self._added = 0

    def add(self, tree: Node, then: int = ACCEPT) -> int:
        """Add a tree, and return its first state.

        Args:
            tree: Tree of a pattern, or a part of one.
            then: What follows it.

        Raises:
            TooComplexError: There are too many states.
        """
        self._added += 1
        if max(self._added, len(self.states)) >= MOST_STATES:
            raise TooComplexError(f"more than {MOST_STATES} states")
        match tree:
            case Chars(mask):
                return self._new(Take(mask, then))
            case Seq(parts):
                for part in reversed(parts):
                    then = self.add(part, then)
                return then
            case Alt(options):
                return self._new(Split(tuple(self.add(option, then) for option in options)))
            case Repeat(body, least, most):
                return self._repeat(body, least, most, then)
            case Look(body, True, negated):
                return self._new(If(self.add(body, FOUND), negated, then))
            case Look(body, _, negated):
                self.behinds.append(self.add(body, FOUND))
                return self._new(IfBehind(len(self.behinds) - 1, negated, then))
            case Start():
                return self._new(IfStart(then))
            case End():
                return self._new(IfEnd(then))

    def onward(self, at: int) -> tuple[int, ...]:
        """Return the states that one goes on to without taking a character, if it lets through."""
        match self.states[at]:
            case Split(to):
                return to
            case If(_, _, then) | IfBehind(_, _, then) | IfStart(then) | IfEnd(then):
                return (then,)
        return ()

    @cached_property
    def sources(self) -> Mapping[int, list[int]]:
        """The states from which one is reached without taking a character; ask when all patterns are added."""
        found: dict[int, list[int]] = {}
        for at in range(len(self.states)):
            for then in self.onward(at):
                found.setdefault(then, []).append(at)
        return found

    def _repeat(self, body: Node, least: int, most: int | None, then: int) -> int:
        # No name has more characters than LONGEST, and a turn that takes none adds nothing.
        least = min(least, LONGEST + 1)
        start = then
        if most is None or most >= LONGEST:
            start = self._new(Split(()))
            self.states[start] = Split((self.add(body, start), then))
        else:
            for _ in range(most - least):
                start = self._new(Split((self.add(body, start), then)))
        for _ in range(least):
            start = self.add(body, start)
        return start

    def _new(self, state: State) -> int:
        self.states.append(state)
        return len(self.states) - 1

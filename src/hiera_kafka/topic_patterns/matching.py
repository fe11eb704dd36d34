"""Whether a pattern takes a name: worked out from the name's end, independently of how common names are searched."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from hiera_kafka.topic_patterns import look_behinds
from hiera_kafka.topic_patterns.alphabet import BIT
from hiera_kafka.topic_patterns.closure import Before
from hiera_kafka.topic_patterns.graph import ACCEPT, FOUND, Graph, If, IfBehind, IfEnd, IfStart, Take

_MOST_STEPS: Final = 4096
"""Steps that are kept of a pattern: those of thousands of names are few, those of an odd pattern may be many."""

Steps = dict[tuple[int, Before, frozenset[int]], frozenset[int]]
"""Character, what is before it, and the states from which what follows it is taken, to those from which it is too."""


def takes(graph: Graph, first: int, name: str, steps: Steps) -> bool:
    """Return whether all of a name is taken from a state; in time that grows with the name and the graph only.

    Args:
        graph: Graph of a pattern.
        first: Its first state.
        name: Characters of topic names only.
        steps: What was worked out for other names of the same graph, and is added to; empty at first.
    """
    befores = [look_behinds.begin(graph)]
    for char in name:
        # Without a look behind, it is the same after any character.
        same = len(befores) > 1 and not graph.behinds
        befores.append(befores[-1] if same else look_behinds.after(graph, befores[-1], char))
    holding = frozenset(_Place(graph, befores[-1], {ACCEPT, FOUND}, at_end=True).holding())
    for at in range(len(name) - 1, -1, -1):
        step = BIT[name[at]], befores[at], holding
        known = steps.get(step)
        holding = _before(graph, *step) if known is None else known
        if known is None and len(steps) < _MOST_STEPS:
            steps[step] = holding
    return first in holding


def _before(graph: Graph, bit: int, before: Before, holding: AbstractSet[int]) -> frozenset[int]:
    """Return the states from which a character is taken, and after it what is taken from one of others."""
    taking = {
        index
        for index, state in enumerate(graph.states)
        if isinstance(state, Take) and state.mask & bit and state.then in holding
    }
    return frozenset(_Place(graph, before, {FOUND, *taking}, at_end=False).holding())


class _Place:
    """One place in a name.

    Args:
        graph: Graph of a pattern.
        before: What assertions see of the characters before.
        known: The states that take the next character and from which all of the rest is taken, and those that are done.
        at_end: Whether there is no next character.
    """

    def __init__(self, graph: Graph, before: Before, known: AbstractSet[int], *, at_end: bool) -> None:
        self._graph = graph
        self._before = before
        self._known = known
        self._at_end = at_end
        self._asked: dict[int, bool] = {}

    def holding(self) -> set[int]:
        """Return every state from which the rest of the name is taken."""
        open_, seen = list(self._known), set(self._known)
        while open_:
            for source in self._graph.sources.get(open_.pop(), ()):
                if source not in seen and self._lets_through(source):
                    seen.add(source)
                    open_.append(source)
        return seen

    def _lets_through(self, at: int) -> bool:
        match self._graph.states[at]:
            case If(question, negated, _):
                return self._holds(question) != negated
            case IfBehind(index, negated, _):
                return (index in self._before.behinds) != negated
            case IfStart():
                return self._before.at_start
            case IfEnd():
                return self._at_end
        return True

    def _holds(self, question: int) -> bool:
        if question not in self._asked:
            self._asked[question] = self._reaches(question)
        return self._asked[question]

    def _reaches(self, question: int) -> bool:
        open_, seen = [question], {question}
        while open_:
            at = open_.pop()
            if at in self._known:
                return True
            new = [then for then in self._graph.onward(at) if then not in seen] if self._lets_through(at) else []
            seen.update(new)
            open_ += new
        return False

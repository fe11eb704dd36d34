"""What is left to be held at one place."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns import look_behinds
from hiera_kafka.topic_patterns.closure import ALWAYS, ENDS, GOES_ON, NEVER, Closure, Cubes
from hiera_kafka.topic_patterns.errors import TooComplexError
from hiera_kafka.topic_patterns.graph import Graph, Take
from hiera_kafka.topic_patterns.parser import parse


def expanded(text: str, *, sign: bool = True, budget: int = 1000) -> Cubes:
    graph = Graph()
    first = graph.add(parse(text))
    return Closure(graph, budget).expand((first, sign), look_behinds.begin(graph))


def shape(cubes: Cubes) -> list[list[str]]:
    """Return cubes with `+` and `-` for states that take a character."""

    def name(literal: tuple[int, bool]) -> str:
        special = {ENDS: "end", GOES_ON: "more"}
        return special.get(literal, "+" if literal[1] else "-")

    return sorted(sorted(name(literal) for literal in cube) for cube in cubes)


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("", [["end"]], [["more"]]),
        ("a", [["+"]], [["-"]]),
        ("a|b", [["+"], ["+"]], [["-", "-"]]),
        ("a*", [["+"], ["end"]], [["-", "more"]]),
        ("(?=a)b", [["+", "+"]], [["-"], ["-"]]),
        ("(?!a)b", [["+", "-"]], [["+"], ["-"]]),
        ("(?!a|b)", [["end"]], [["+"], ["+"], ["more"]]),
        ("$a", [], [["-"], ["more"]]),
        ("a^", [["+"]], [["-"]]),
        ("(?=)a", [["+"]], [["-"]]),
        ("(?!)a", [], [[]]),
    ],
)
def test_a_literal_and_its_opposite(text: str, yes: list[list[str]], no: list[list[str]]) -> None:
    assert shape(expanded(text)) == yes
    assert shape(expanded(text, sign=False)) == no


def test_loops_that_take_nothing_end() -> None:
    assert shape(expanded("((a*)*|b*)*")) == [["+"], ["+"], ["end"]]


def test_what_contradicts_itself_is_never() -> None:
    graph = Graph()
    first = graph.add(parse("a"))
    assert isinstance(graph.states[first], Take)
    closure = Closure(graph, 100)
    before = look_behinds.begin(graph)

    assert closure.product([(first, True), (first, False)], before) == NEVER
    assert closure.product([(first, True), ENDS], before) == NEVER
    assert closure.product([], before) == ALWAYS


def test_steps_are_counted() -> None:
    with pytest.raises(TooComplexError):
        expanded("(a|b)(c|d)" * 3, budget=2)

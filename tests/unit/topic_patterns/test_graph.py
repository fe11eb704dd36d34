"""Graphs of patterns."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns.alphabet import mask_of
from hiera_kafka.topic_patterns.errors import TooComplexError
from hiera_kafka.topic_patterns.graph import ACCEPT, FOUND, MOST_STATES, Graph, If, IfBehind, Split, Take
from hiera_kafka.topic_patterns.parser import parse


def test_a_text_is_a_chain() -> None:
    graph = Graph()
    first = graph.add(parse("ab"))

    assert graph.states[first] == Take(mask_of("a"), 2)
    assert graph.states[2] == Take(mask_of("b"), ACCEPT)


def test_a_star_leads_back_to_itself() -> None:
    graph = Graph()
    first = graph.add(parse("a*"))

    assert graph.states[first] == Split((3, ACCEPT))
    assert graph.states[3] == Take(mask_of("a"), first)


def test_a_look_asks_a_question_of_its_own() -> None:
    graph = Graph()
    look = graph.states[graph.add(parse("(?!a)b"))]

    assert isinstance(look, If)
    assert look.negated
    assert graph.states[look.question] == Take(mask_of("a"), FOUND)


def test_looks_behind_are_numbered() -> None:
    graph = Graph()
    look = graph.states[graph.add(parse("(?<!a)b"))]

    assert look == IfBehind(0, negated=True, then=2)
    assert len(graph.behinds) == 1


def test_counts_beyond_the_longest_name_cost_nothing() -> None:
    graph = Graph()
    graph.add(parse("a{0,2000000000}b{2000000000}"))

    assert len(graph.states) < 300


@pytest.mark.parametrize("text", ["((a{200}){200}){200}", "((((){200}){200}){200}){200}", "(a{1,200}){1,200}"])
def test_graphs_without_measure_are_not_built(text: str) -> None:
    graph = Graph()

    with pytest.raises(TooComplexError):
        graph.add(parse(text))
    assert len(graph.states) <= MOST_STATES + 2

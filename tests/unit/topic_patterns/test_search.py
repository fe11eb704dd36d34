"""Shortest names."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns.errors import TooComplexError
from hiera_kafka.topic_patterns.graph import Graph
from hiera_kafka.topic_patterns.parser import parse
from hiera_kafka.topic_patterns.search import shortest


def found(*patterns: str, no: tuple[str, ...] = (), budget: int = 20_000) -> str | None:
    graph = Graph()
    wanted = [(graph.add(parse(pattern)), True) for pattern in patterns]
    wanted += [(graph.add(parse(pattern)), False) for pattern in no]
    return shortest(graph, wanted, budget)


@pytest.mark.parametrize(
    ("patterns", "name"),
    [
        (("",), ""),
        ((".*", "[^a-z]+"), "0"),
        (("(a|b)*bb", "a.*"), "abb"),
        (("a+", "b+"), None),
        (("(?!a)[ab]c",), "bc"),
        (("(?=.*c)[a-c]*", "a.*"), "ac"),
        (("(?=a{3}$).*", "(aa)*"), None),
        ((r".*(?<=\.x)", "a.*"), "a.x"),
        ((".{249}",), "a" * 249),
        ((".{250}",), None),
        (("a{249}b?", ".*b"), None),
        (("(?=a)",), None),
    ],
)
def test_a_name_that_all_take(patterns: tuple[str, ...], name: str | None) -> None:
    assert found(*patterns) == name


def test_a_name_that_some_do_not_take() -> None:
    assert found(".+", no=("[a-z].*", "[0-8]")) == "9"
    assert found("a.*", no=("a", "a.+")) is None


def test_choices_that_grow_with_the_name_are_no_trouble() -> None:
    # As a deterministic machine each has a million states.
    assert found("(a|b)*a(a|b){20}", "(a|b)*b(a|b){20}") is None
    assert found("(a|b)*a(a|b){20}", "b+.*") == "ba" + "a" * 20


def test_a_search_without_measure_ends() -> None:
    with pytest.raises(TooComplexError):
        found("[ab]*a[ab]{20}", no=("[ab]*a[ab]{20}",))

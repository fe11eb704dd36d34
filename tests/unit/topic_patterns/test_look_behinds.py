"""Looks behind along a name."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns import look_behinds
from hiera_kafka.topic_patterns.graph import Graph
from hiera_kafka.topic_patterns.parser import parse


@pytest.mark.parametrize(
    ("body", "name", "found"),
    [
        ("a", "baab", [1, 2]),
        ("ab|b", "abb", [1, 2]),
        ("^a", "aa", [0]),
        ("", "ab", [-1, 0, 1]),
        ("^", "ab", [-1]),
        ("a[bc]{1,2}", "abc", [1, 2]),
    ],
)
def test_a_look_behind_holds_after_these_characters(body: str, name: str, found: list[int]) -> None:
    graph = Graph()
    graph.add(parse(f"(?<={body})x"))
    before = look_behinds.begin(graph)
    befores = [before]
    for char in name:
        befores.append(look_behinds.after(graph, befores[-1], char))

    assert [index - 1 for index, one in enumerate(befores) if 0 in one.behinds] == found
    assert [one.at_start for one in befores] == [True] + [False] * len(name)

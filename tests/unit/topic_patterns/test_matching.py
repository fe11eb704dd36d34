"""Names that one pattern takes; tests/conformance/test_java_patterns.py asks Java the same of thousands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.topic_patterns.graph import Graph
from hiera_kafka.topic_patterns.matching import takes
from hiera_kafka.topic_patterns.parser import parse


def taken(pattern: str, name: str) -> bool:
    graph = Graph()
    return takes(graph, graph.add(parse(pattern)), name, {})


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (r"^eqiad\..+", ["eqiad.a"], ["eqiad.", "codfw.eqiad.a", "eqiadxa"]),
        (r"(?!.*change-prop\.).+", ["change-prop", "a"], ["x.change-prop.y", ""]),
        ("a|bc$", ["a", "bc"], ["ab", "abc", "ac"]),
        (r".*(?<!\.test)", ["a", "test", "a.tests"], ["a.test", ".test"]),
        (r".*\bjob\b.*", ["job", "a.job-b"], ["jobs", "a_job"]),
        ("(?:(?!ab).)*", ["ba", "aab"[:2]], ["ab", "xaby"]),
        ("(a{2})+", ["aa", "aaaa"], ["a", "aaa", ""]),
        (r"(?i)[^a]B", ["cb", ".B"], ["Ab", "ab"]),
    ],
)
def test_names(pattern: str, yes: list[str], no: list[str]) -> None:
    assert [name for name in yes if not taken(pattern, name)] == []
    assert [name for name in no if taken(pattern, name)] == []


def test_patterns_that_keep_java_busy_for_ever_do_not_keep_this() -> None:
    assert not taken("(a*)*(a|aa)*(a|a?)+b", "a" * 249)
    assert taken("((a?){100}(?!.*c))+", "a" * 249)


ATOMS = st.sampled_from(
    ["a", "b", ".", r"\.", "[ab]", "[^a]", "(?=a)", "(?!b)", "^", "$", "(?:ab|a)", "(?:a|)", "(?!.*b)"]
)
PIECES = st.builds(
    lambda atom, times: atom + times, ATOMS.filter(lambda a: a[:2] != "(?"), st.sampled_from(["", "*", "+", "?"])
)


@given(st.lists(st.one_of(PIECES.filter(lambda p: p[0] not in "^$" or len(p) == 1), ATOMS), max_size=6).map("".join))
def test_where_python_reads_a_pattern_the_same_it_takes_the_same(pattern: str) -> None:
    names = ["", *"ab.", "aa", "ab", "ba", "bb", "a.", "aab", "aba", "abb", "bab", "ab.a", "a.b.a"]

    assert [name for name in names if taken(pattern, name)] == [name for name in names if re.fullmatch(pattern, name)]

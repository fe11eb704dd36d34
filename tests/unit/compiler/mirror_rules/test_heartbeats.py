"""Patterns that name topics of heartbeats, with which the engines do not do the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic, Severity
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS, hosts


def found(directory: Path, *mirrors: str) -> list[Diagnostic]:
    """Return what is said of mirrors, each given as `a b` for one from a-eqiad to b-eqiad, and the rest of its hash."""
    lines = ["kafka_mirrors:"]
    for words in mirrors:
        source, destination, rest = words.split(" ", 2)
        ends = f"source: {source}-eqiad, destination: {destination}-eqiad"
        lines.append(f"  {source}-eqiad_to_{destination}-eqiad: {{{ends}, {rest}}}")
    tree = project_tree(directory, CLUSTERS + "\n".join(lines) + "\n", hosts=hosts())
    return list(Compiler.load(tree).diagnostics)


@pytest.mark.parametrize(
    ("mirror", "part"),
    [
        (r"a b engine: 2, topics: 'x\.heartbeats'", "as 'x.heartbeats', and MirrorMaker 2 names the copy 'a-eqiad.x.h"),
        (r"a b engine: 2, topics: '(x|y)-heartbeats'", "names the copy 'a-eqiad.x-heartbeats'"),
        ("a b engine: 2, topics: ['x', 'heartbeats']", "names the copy 'a-eqiad.heartbeats'"),
        (r"a b engine: 2, topics: 'x.*', exclude: 'x\.heartbeats'", "takes topics such as 'x.heartbeats' although"),
        (r"a b engine: 2, topics: 'x.*', exclude: '.*heartbeats'", "takes topics such as 'heartbeats' although"),
        ("a b topics: 'heartbeats'", "takes no topic by 'heartbeats': MirrorMaker 1 is told to leave 'heartbeats'"),
    ],
)
def test_a_pattern_says_otherwise_than_the_engine_does(tmp_path: Path, mirror: str, part: str) -> None:
    (problem,) = found(tmp_path, mirror)

    assert (problem.id, problem.level) == ("mirror-heartbeats", Severity.WARNING)
    assert [place.line for place in problem.where] == [9]
    assert part in problem.message


@pytest.mark.parametrize(
    "mirror",
    [
        r"a b engine: 2, topics: 'x\..+'",
        r"a b engine: 2, topics: '(?!.*heartbeats).+'",
        r"a b engine: 2, topics: 'x.*', exclude: 'x-heartbeats'",
        r"a b engine: 2, topics: 'x.*', exclude: 'b-eqiad\..*heartbeats'",
        r"a b engine: 2, topics: '__heartbeats'",
        r"a b engine: 2, topics: 'x-heartbeats', exclude: 'x-heart.*'",
        r"a b topics: ['x\.heartbeats', 'x'], exclude: '.*\.heartbeats'",
        "a b topics: '.*heartbeats'",
        r"a b accept_unproven: true, topics: '(a)\1heartbeats'",
        r"a b accept_unproven: true, engine: 2, topics: '(a)\1heartbeats'",
    ],
)
def test_nothing_is_said_of_patterns_that_the_engine_obeys(tmp_path: Path, mirror: str) -> None:
    assert [problem for problem in found(tmp_path, mirror) if problem.id != "mirror-pattern-unproven"] == []


def test_a_copy_that_comes_back_and_is_copied_again_is_found(tmp_path: Path) -> None:
    there = r"a b engine: 2, topics: 'a\..+'"
    (problem,) = found(tmp_path / "round", there, r"b a topics: '(?!a\.).+'")

    assert (problem.id, problem.level, [place.line for place in problem.where]) == (
        "mirror-heartbeats",
        Severity.WARNING,
        [10],
    )
    assert "'a-eqiad.heartbeats'" in problem.message
    assert "as 'a-eqiad.a-eqiad.heartbeats'" in problem.message
    assert problem.hint == r"let b-eqiad_to_a-eqiad leave them: exclude 'a-eqiad\..*heartbeats'"
    left = r"b a topics: '(?!a\.).+', exclude: 'a-eqiad\..*heartbeats'"
    assert found(tmp_path / "left", there, left) == []
    assert found(tmp_path / "both", there, r"b a engine: 2, topics: '(?!a\.).+'") == []


def test_topics_that_get_other_names_close_no_circle_and_are_not_written_twice(tmp_path: Path) -> None:
    """With MirrorMaker 2, which names the source before them, and leaves those that come back."""
    names = r"topics: 'x\.(?:a|b)?heartbeats'"
    two = f"engine: 2, {names}"
    both = [f"a b {two}", f"b a {two}"], [f"a c {two}", f"b c {two}"]
    ids = [[one.id for one in found(tmp_path / str(index), *pair)] for index, pair in enumerate(both)]
    assert ids == [["mirror-heartbeats"] * 2] * 2

    ones = [f"a b {names}", f"b a {names}"], [f"a c {names}", f"b c {names}"]
    ids = [[one.id for one in found(tmp_path / f"one{index}", *pair)] for index, pair in enumerate(ones)]
    assert ids == [["mirror-loop"], ["mirror-prefix-overlap"]]

"""What engines make of names of topics by themselves; tests/local/test_mirror_filters.py asks Kafka's own classes."""

from __future__ import annotations

import re

import pytest

from hiera_kafka.model.mirror.names import (
    INTERNAL_TOPICS,
    ReplicationPolicy,
    copied_from,
    include_pattern,
    list_option,
    name_rules,
    not_kept,
)
from hiera_kafka.topic_patterns import Pattern

SAME, PREFIXED = ReplicationPolicy("a"), ReplicationPolicy("a", keeps_names=False)
NAMES = (
    "x",
    "heartbeats",
    "b.heartbeats",
    "x.heartbeats",
    "x.b.y-heartbeats",
    "x-heartbeats",
    "b.x",
    "a.internal",
    "__x",
)


@pytest.mark.parametrize("name", ["__consumer_offsets", ".x", "mm2-offsets.a.internal", "x-internal", "heartbeats"])
def test_internal_topics_are_never_taken(name: str) -> None:
    assert not re.fullmatch(include_pattern([".*"], []), name)


def test_what_is_taken_is_what_matches_and_is_not_excluded() -> None:
    pattern = include_pattern(["a|b", "c.*"], ["cc", "^cd$"])
    names = ["a", "b", "ab", "c", "cc", "ccc", "cd", "cde", "x"]
    assert [name for name in names if re.fullmatch(pattern, name)] == ["a", "b", "c", "ccc", "cde"]


@pytest.mark.parametrize(
    ("policy", "topic", "copy", "source", "upstream"),
    [
        (SAME, "b.x", "b.x", "a", "b.x"),
        (SAME, "b.heartbeats", "a.b.heartbeats", "b", "heartbeats"),
        (SAME, "heartbeats", "a.heartbeats", None, None),
        (PREFIXED, "b.x", "a.b.x", "b", "x"),
        (PREFIXED, "b..x", "a.b..x", "b", ".x"),
        (PREFIXED, "b.", "a.b.", None, None),
        (PREFIXED, "x", "a.x", None, None),
    ],
)
def test_a_policy_names_copies_and_reads_names(
    policy: ReplicationPolicy, topic: str, copy: str, source: str | None, upstream: str | None
) -> None:
    assert (policy.copy_of(topic), policy.source_of(topic), policy.upstream_of(topic)) == (copy, source, upstream)


def test_what_is_proven_on_patterns_is_what_rules_say_of_names() -> None:
    for engine in (1, 2):
        rules = name_rules(engine, "a", "b")
        taken = [name for name in NAMES if rules.internal(name) is None and rules.copy_of(name) == name]
        assert taken == [
            name for name in NAMES if not any(Pattern.parse(one).matches(name) for one in not_kept(engine))
        ]
    returning = [name for name in NAMES if name_rules(2, "a", "b").returns(name)]
    assert returning == [name for name in NAMES if Pattern.parse(copied_from("b")).matches(name)]
    assert returning == ["b.heartbeats", "x.b.y-heartbeats"]
    assert copied_from("b.c") == ""
    assert not name_rules(2, "a", "b.c").returns("b.c.heartbeats")


def test_each_internal_pattern_takes_what_its_rule_does() -> None:
    for name in (*NAMES, "__x", ".x", "x-internal", "internal", "_x"):
        asked = [pattern for pattern in INTERNAL_TOPICS if Pattern.parse(pattern).matches(name)]
        assert name_rules(1, "a", "b").internal(name) == (asked[0] if asked else None), name


def test_a_list_of_patterns_is_one_that_bars_may_join() -> None:
    assert list_option(["a|b"]) == "a|b"
    assert list_option(["a|b", "c"]) == "(?:a|b),(?:c)"

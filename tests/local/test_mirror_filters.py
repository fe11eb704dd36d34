"""How the two MirrorMakers read what the data gives them, asked of their own classes."""

from __future__ import annotations

import os
import random
import tarfile
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hiera_kafka.dist.artifact import fetch
from hiera_kafka.dist.java import find_java
from hiera_kafka.model.mirror.names import (
    INTERNAL_TOPICS,
    ReplicationPolicy,
    include_pattern,
    list_option,
    name_rules,
)
from hiera_kafka.ops.mirrors.topics import Rule, verdicts
from hiera_kafka.topic_patterns import Form, Pattern
from lib.data.java_regex import JavaRegex, java_regex
from lib.data.random_topics import ENDS, KNOWN, topic_names

pytestmark = [pytest.mark.network, pytest.mark.real]

WHITELISTS = [
    "a",
    " a , b ",
    "'a,b'",
    '"a',
    "'\"a b\"'",
    "a\tb",
    "a{2},b",
    "\n a|b \n",
    ",a",
    "^(?!.*change-prop\\.).+$",
    "''",
]
NAMES = ["a", "b", "ab", "aa", "a.b", "b.internal", "a-internal", "__a", "A", "eqiad.a", "codfw.a"]
LISTS = ["a,b", " a , b", "a, .*b", "(a,b)", "(?i)a,b.*", ".*", r"eqiad\..*,codfw\..*", "a|b"]


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JavaRegex]:
    """Kafka's own classes, with the names loaded."""
    home = tmp_path_factory.mktemp("kafka")
    with tarfile.open(fetch("3.9.2").path) as tar:
        tar.extractall(home, filter="data")
    with java_regex(find_java(os.environ).home, sorted((home / "libs").glob("*.jar"))) as asked:
        asked.names(NAMES)
        yield asked


@pytest.mark.parametrize("given", WHITELISTS)
def test_a_whitelist_is_what_mirrormaker_1_makes_of_it(kafka: JavaRegex, given: str) -> None:
    assert Form.MIRROR_MAKER_1.text(given) == kafka.call("include_list", given)


@pytest.mark.parametrize("given", LISTS)
def test_a_list_takes_what_mirrormaker_2_takes(kafka: JavaRegex, given: str) -> None:
    taken = kafka.call("mirror_maker_2", given, "nothing", NAMES)
    ours = Pattern.parse(given, Form.MIRROR_MAKER_2)

    assert taken
    assert [name for name in NAMES if ours.matches(name)] == taken


DEFAULT_EXCLUDE = [".*[\\-\\.]internal", ".*\\.replica", "__.*"]
"""What MirrorMaker 2 leaves where nothing says what to leave."""
CHOICES: list[tuple[list[str], list[str] | None]] = [
    ([".*"], None),
    ([r"eqiad\..+"], [r"eqiad\.private\..+", ".*heartbeats"]),
    ([r"(?:main-)?(?:eqiad|codfw)[.].*", ".*beats"], []),
    (["heartbeats"], None),
    (["(?!.*heartbeats).*"], []),
]
"""Patterns of topics that are taken and left; None is for Kafka's default of the latter."""


@pytest.fixture
def seed() -> int:
    """Of the names; pytest shows it where a test fails."""
    found = int(os.environ.get("HIERA_KAFKA_SEED", str(random.randrange(1_000_000))))
    print(f"HIERA_KAFKA_SEED={found}")  # noqa: T201  # captured
    return found


def test_names_are_taken_left_and_renamed_as_mirrormaker_2_does(kafka: JavaRegex, seed: int) -> None:
    """Ten thousand names, each with one choice of patterns and both replication policies.

    The engine is told what is left as its configuration file tells it; that it leaves internal topics is ours to know.
    """
    names = topic_names(10_000, seed)
    outcomes: set[tuple[Rule, bool]] = set()
    for number, (taken, left) in enumerate(CHOICES):
        some = [*KNOWN, *names[number :: len(CHOICES)]]
        told = None if left is None else list_option([*INTERNAL_TOPICS, *left])
        for policy, keeps in (("IdentityReplicationPolicy", True), ("DefaultReplicationPolicy", False)):
            rules = replace(name_rules(2, *ENDS), policy=ReplicationPolicy(ENDS[0], keeps_names=keeps))
            ours = {one.topic: one for one in verdicts(some, taken, DEFAULT_EXCLUDE if left is None else left, rules)}
            theirs = dict(
                zip(some, kafka.call("mirror_source", policy, ENDS, list_option(taken), told, some), strict=True)
            )

            wrong = {
                name: (ours[name].destination_topic, copy)
                for name, copy in theirs.items()
                if ours[name].destination_topic != copy
            }
            assert wrong == {}, f"ours and theirs; topics {taken}, exclude {left}, {policy}"
            outcomes |= {(one.rule, one.copy is not None) for one in ours.values()}
    # Every rule was met, and copies under either name.
    assert {rule for rule, _ in outcomes} == set(Rule) - {Rule.UNREAD}
    assert {(Rule.TAKEN, True), (Rule.TAKEN, False), (Rule.HEARTBEATS, True)} <= outcomes


def test_names_are_taken_as_mirrormaker_1_does(kafka: JavaRegex, seed: int) -> None:
    names = topic_names(10_000, seed)
    for number, (taken, left) in enumerate(CHOICES):
        some = [*KNOWN, *names[number :: len(CHOICES)]]
        kafka.names(some)
        theirs = kafka.matching(kafka.call("include_list", include_pattern(taken, left or [])))

        ours = verdicts(some, taken, left or [], name_rules(1, *ENDS))
        assert {one.destination_topic for one in ours if one.taken} == theirs, f"topics {taken}, exclude {left}"

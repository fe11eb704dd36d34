"""Topics compared and carried, in a cluster in memory; tests/local/test_mirrors_command.py does it for real."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.clients.topics import NewTopic, Option, Topic
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.ops.mirrors import carry
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.mirrors.settings import POLICY

MIRROR = Mirror("a_to_b", 1, "a", (Endpoint("a", 1),), "b", (Endpoint("b", 1),), (r"a\..+",), (r"a\.not",), "g", ())
DEFAULTS = {POLICY: "delete", "retention.ms": "500"}


@dataclass
class Admin:
    """A cluster that answers as `clients.topics.TopicAdmin` does."""

    there: dict[str, Topic] = field(default_factory=dict)
    refuses: set[str] = field(default_factory=set)
    full: set[str] = field(default_factory=set)
    wrote: list[str] = field(default_factory=list)

    def topics(self) -> dict[str, tuple[int, ...]]:
        return {name: tuple(range(topic.partitions)) for name, topic in sorted(self.there.items())}

    def described(self, names: Iterable[str]) -> dict[str, Topic]:
        return {name: self.there[name] for name in sorted(names)}

    def default_replication(self) -> int:
        return 3

    def ranges(self, places: Iterable[TopicPartition]) -> dict[TopicPartition, Range]:
        return {place: Range(0, 5 if place.topic in self.full else 0) for place in places}

    def would_be(self, topics: Mapping[str, NewTopic]) -> tuple[dict[str, dict[str, Option]], dict[str, str]]:
        made = {name: dict(topic(name, new.partitions, **new.options).options) for name, new in topics.items()}
        return made, {name: "PolicyViolation" for name in topics if name in self.refuses}

    def create(self, topics: Mapping[str, NewTopic]) -> dict[str, str]:
        self.wrote += [f"create {name}" for name in topics]
        self.there |= {name: topic(name, new.partitions, **new.options) for name, new in topics.items()}
        return {}

    def add_partitions(self, counts: Mapping[str, int]) -> dict[str, str]:
        for name, count in counts.items():
            self.wrote.append(f"{name} {count}")
            self.there[name] = Topic(name, count, 1, self.there[name].options)
        return {}

    def set_options(self, options: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        refused = {}
        for name, given in options.items():
            self.wrote.append(f"{name} {dict(given)}")
            if name in self.refuses:
                refused[name] = "InvalidConfig"
                continue
            had = self.there[name]
            new = {option: Option(value, own=True) for option, value in given.items()}
            self.there[name] = Topic(name, had.partitions, 1, {**had.options, **new})
        return refused


def topic(name: str, partitions: int = 1, **own: str) -> Topic:
    given = {option.replace("_", "."): value for option, value in own.items()}
    values = {option: Option(value, own=False) for option, value in DEFAULTS.items()}
    return Topic(
        name, partitions, 1, {**values, **{option: Option(value, own=True) for option, value in given.items()}}
    )


def admin(*topics: Topic, **more: Any) -> Any:
    return Admin({found.name: found for found in topics}, **more)


def test_what_is_missing_is_made_what_is_smaller_raised_and_a_second_run_writes_nothing() -> None:
    source = admin(topic("a.new", 4, cleanup_policy="compact"), topic("a.old", 3, retention_ms="900"), topic("a.not"))
    destination = admin(topic("a.old", 1, retention_ms="800"), topic("local"))
    found = carry.plan(source, destination, MIRROR)

    assert [one.topic for one in found.topics] == ["a.new", "a.old"]
    assert found.topics[0].create == NewTopic(4, 3, {POLICY: "compact"})
    assert destination.wrote == []
    left = carry.execute(source, destination, found)
    assert destination.wrote == ["create a.new", "a.old 3", "a.old {'retention.ms': '900'}"]
    assert (left.needed, left.refused) == ((), ())
    assert "local" in destination.there
    assert carry.plan(source, destination, MIRROR).needed == ()


def test_a_policy_is_set_only_where_there_is_nothing_to_drop() -> None:
    source = admin(topic("a.x", cleanup_policy="compact"), topic("a.y", cleanup_policy="compact"))
    destination = admin(topic("a.x"), topic("a.y"), full={"a.x"})

    assert [one.topic for one in carry.plan(source, destination, MIRROR).needed] == ["a.y"]


def test_what_the_brokers_refuse_is_kept_with_their_words() -> None:
    source = admin(topic("a.x", retention_ms="900"), topic("a.y"))
    destination = admin(topic("a.x"), refuses={"a.x", "a.y"})
    found = carry.plan(source, destination, MIRROR)
    assert [(one.topic, one.refused) for one in found.refused] == [("a.y", "PolicyViolation")]

    left = carry.execute(source, destination, found)
    assert destination.wrote == ["a.x {'retention.ms': '900'}"], "what is refused beforehand is not tried"
    assert {one.topic: one.refused for one in left.refused} == {"a.x": "InvalidConfig", "a.y": "PolicyViolation"}
    assert left.to_dict()["topics"][0]["refused"] == "InvalidConfig"


def test_a_topic_that_is_left_is_refused_with_the_rule() -> None:
    source = admin(topic("a.not"), topic("a.yes"))
    for name, words in (("a.not", r"it leaves that topic: excluded by a\.not"), ("a.none", "a has no such topic")):
        with pytest.raises(HieraKafkaError) as caught:
            carry.plan(source, admin(), MIRROR, [name])
        (diagnostic,) = caught.value.diagnostics
        assert diagnostic.id == "topic-not-mirrored"
        assert words in diagnostic.message


def test_a_topic_whose_copy_has_another_name_is_compared_with_that_copy() -> None:
    """Not with a topic of its own name, which is another one and stays as it is."""
    mirror = replace(MIRROR, engine=2)
    source = admin(topic("a.heartbeats", 2, retention_ms="900"), topic("a.x-heartbeats", 3))
    destination = admin(topic("a.heartbeats", 9), topic("a.a.heartbeats", 1, retention_ms="800"))
    found = carry.plan(source, destination, mirror)

    assert [(one.topic, one.copy) for one in found.topics] == [
        ("a.heartbeats", "a.a.heartbeats"),
        ("a.x-heartbeats", "a.a.x-heartbeats"),
    ]
    assert [one["then"] for one in found.to_dict()["other_engine"]] == ["a.heartbeats", "a.x-heartbeats"]
    left = carry.execute(source, destination, found)
    assert destination.wrote == [
        "create a.a.x-heartbeats",
        "a.a.heartbeats 2",
        "a.a.heartbeats {'retention.ms': '900'}",
    ]
    assert (left.needed, left.refused, destination.there["a.heartbeats"].partitions) == ((), (), 9)

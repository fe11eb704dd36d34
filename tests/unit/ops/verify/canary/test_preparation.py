"""The topic of a canary, in a cluster in memory; tests/local/test_canary.py has it of a real one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from hiera_kafka.clients.brokers import Member
from hiera_kafka.clients.canary_topic import CanaryTopicAdmin, Replicas, TopicShape
from hiera_kafka.clients.topics import Option
from hiera_kafka.model.base import Traced
from hiera_kafka.model.kafka import CANARY_TOPIC, KafkaCluster
from hiera_kafka.ops.verify.canary import preparation
from hiera_kafka.ops.verify.canary.preparation import Prepared, prepare
from hiera_kafka.ops.verify.canary.target import CanaryTarget, straight
from hiera_kafka.ops.verify.canary.topic import SETTINGS
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary
from hiera_kafka.source import Origin, Trace

IDS = (1, 2, 3)
OURS = {name: Option(value, own=True) for name, value in SETTINGS.items()}
SOUND = TopicShape(IDS, ((1, 2), (2, 3), (3, 1)), OURS)


@dataclass
class Admin:
    """A cluster that answers as `CanaryTopicAdmin` does."""

    there: TopicShape | None = None
    alive: tuple[int, ...] = IDS
    refuses: str | None = None
    replication: int = 2
    wrote: list[str] = field(default_factory=list)

    def members(self) -> tuple[Member, ...]:
        return tuple(Member(number, f"k{number}", 9092, None) for number in self.alive)

    def default_replication(self) -> int:
        return self.replication

    def shape(self, topic: str) -> TopicShape | None:
        assert topic == CANARY_TOPIC
        return self.there

    def make(self, topic: str, replicas: Replicas, options: Mapping[str, str]) -> str | None:
        assert self.there is None
        self.wrote.append(f"make {topic}")
        if self.refuses is None:
            options_ = {name: Option(value, own=True) for name, value in options.items()}
            self.there = TopicShape(tuple(one[0] for one in replicas), tuple(replicas), options_)
        return self.refuses

    def prefer(self, topic: str, leaders: Mapping[int, int]) -> None:
        assert self.there is not None
        self.wrote.append(f"prefer {dict(leaders)}")
        now = {**dict(enumerate(self.there.leaders)), **({} if self.refuses else leaders)}
        self.there = replace(self.there, leaders=tuple(now.values()))

    def extend(self, topic: str, replicas: Replicas, more: Replicas) -> str | None:
        assert self.there is not None
        assert replicas == self.there.replicas
        self.wrote.append(f"extend {topic}")
        if self.refuses is None:
            leaders = (*self.there.leaders, *(one[0] for one in more))
            self.there = replace(self.there, leaders=leaders, replicas=(*replicas, *more))
        return self.refuses


def prepared(admin: Admin, told: list[str] | None = None) -> Prepared:
    raw: dict[str, Any] = {
        "zookeeper_cluster_name": "z",
        "brokers": {f"k{number}": {"id": number} for number in IDS},
    }
    model = Traced(KafkaCluster.model_validate(raw), raw, Trace(Origin.default("a test")), "kafka_clusters.main")
    tell = (told if told is not None else []).append
    return prepare(cast("CanaryTopicAdmin", admin), CanaryTarget("main", model, str), straight, tell)


def test_a_missing_topic_is_made_with_a_partition_for_each_broker_and_people_hear_of_it() -> None:
    admin, told = Admin(), list[str]()

    found = prepared(admin, told)

    assert found.canary == ClusterCanary(CANARY_TOPIC, partitions=3, created=True)
    assert found.shape == SOUND
    assert found.fresh
    assert told == ["main: making topic hiera-kafka-canary"]


def test_a_sound_topic_is_left_alone() -> None:
    admin, told = Admin(SOUND), list[str]()

    found = prepared(admin, told)

    assert (found.canary, found.fresh) == (ClusterCanary(CANARY_TOPIC, partitions=3), False)
    assert (admin.wrote, told) == ([], [])


def test_no_topic_is_made_while_a_broker_is_missing() -> None:
    admin = Admin(alive=(1, 3))

    found = prepared(admin)

    assert (found.canary, found.shape) == (ClusterCanary(CANARY_TOPIC, missing=(2,)), None)
    assert admin.wrote == []


def test_what_the_brokers_refuse_is_said() -> None:
    found = prepared(Admin(refuses="PolicyViolation: no"))

    assert (found.canary.refused, found.shape, found.fresh) == ("PolicyViolation: no", None, False)


def test_a_new_broker_gets_a_partition_and_what_was_there_stays() -> None:
    admin = Admin(TopicShape((1, 2), ((1, 2), (2, 1)), OURS))

    found = prepared(admin)

    assert found.canary == ClusterCanary(CANARY_TOPIC, partitions=3, added=(2,))
    assert found.shape is not None
    assert found.shape.replicas == ((1, 2), (2, 1), (3, 1))
    assert found.fresh


@pytest.mark.parametrize(
    ("admin", "refused"),
    [
        (Admin(TopicShape((1, 2), ((1, 2), (2, 1)), OURS), alive=(1, 2)), None),
        (Admin(TopicShape((1, 1), ((1, 2, 3), (2, 1, 3)), OURS), alive=(1, 3)), None),
        (Admin(TopicShape((1, 2), ((1, 2), (2, 1)), OURS), refuses="PolicyViolation"), "PolicyViolation"),
    ],
)
def test_a_broker_that_gets_no_partition_is_named(admin: Admin, refused: str | None) -> None:
    found = prepared(admin)

    assert (found.canary.leaderless, found.canary.refused, found.canary.added) == ((3,), refused, ())
    assert found.shape == admin.there


@pytest.mark.parametrize(("refuses", "leaders"), [(None, IDS), ("not in sync", (1, 1, 3))])
def test_a_broker_that_leads_nothing_since_its_restart_gets_its_partition_back(
    refuses: str | None, leaders: tuple[int, ...]
) -> None:
    admin = Admin(replace(SOUND, leaders=(1, 1, 3)), refuses=refuses)

    found = prepared(admin)

    assert admin.wrote == ["prefer {1: 2}"]
    assert found.shape is not None
    assert found.shape.leaders == leaders
    assert found.canary == ClusterCanary(CANARY_TOPIC, partitions=3)


def test_a_broker_that_is_not_alive_or_leads_another_partition_is_let_be() -> None:
    for admin in (
        Admin(replace(SOUND, leaders=(1, 3, 3)), alive=(1, 3)),
        Admin(replace(SOUND, leaders=(2, 1, 3))),
    ):
        prepared(admin)
        assert admin.wrote == []


def test_a_topic_with_other_settings_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "_foreign", lambda *_: None)
    admin = Admin(replace(SOUND, options={**OURS, "retention.ms": Option("1", own=True)}))

    found = prepared(admin)

    assert (found.canary.differs, found.shape) == ({"retention.ms": "1"}, admin.there)
    assert admin.wrote == []


def test_nothing_is_written_to_a_topic_with_records_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "_foreign", lambda *_: "offset 7 of partition 0")
    admin = Admin(TopicShape((1,), ((1, 2),), {}))

    found = prepared(admin)

    assert (found.canary.foreign, found.shape) == ("offset 7 of partition 0", None)
    assert admin.wrote == []

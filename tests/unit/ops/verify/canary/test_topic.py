"""What the topic of the canary is to be like."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.clients.topics import Option
from hiera_kafka.ops.verify.canary.topic import SETTINGS, differences, led_by, placed, without_partition

RACKS = st.lists(st.sampled_from(["a", "b", "c", None]), min_size=1, max_size=12)


@given(RACKS, st.integers(1, 4))
def test_each_broker_leads_one_and_replicas_are_different_brokers(racks: list[str | None], replicas: int) -> None:
    brokers = dict(enumerate(racks, 1001))

    found = placed(brokers, brokers, replicas)

    assert [partition[0] for partition in found] == sorted(brokers)
    for partition in found:
        assert len(set(partition)) == len(partition) == min(replicas, len(brokers))
        assert len({brokers[broker] for broker in partition}) == min(len(partition), len(set(racks)))


def test_without_racks_each_broker_has_as_many_replicas_as_another() -> None:
    found = placed(range(1, 6), dict.fromkeys(range(1, 6)), 3)

    assert found[0] == (1, 2, 3)
    assert found[4] == (5, 1, 2)
    assert set(Counter(broker for partition in found for broker in partition).values()) == {3}


def test_a_new_broker_gets_the_one_partition_that_it_lacks() -> None:
    assert without_partition([1, 2, 3, 4], [(1, 2), (2, 1), (2, 4), ()]) == (3, 4)
    assert placed([4], {1: "a", 2: "a", 4: "b"}, 2) == [(4, 1)]


def test_what_is_not_the_canarys_is_told_with_what_it_is() -> None:
    own = {name: Option(value, own=True) for name, value in SETTINGS.items()}
    assert differences(own) == {}

    other = {**own, "retention.ms": Option("604800000", own=False), "unclean.leader.election.enable": Option("x", True)}
    del other["segment.ms"]
    assert differences(other) == {"retention.ms": "604800000", "segment.ms": "?"}


@pytest.mark.parametrize("name", ["min.insync.replicas", "unclean.leader.election.enable", "max.message.bytes"])
def test_what_decides_whether_records_are_safe_is_the_clusters_own(name: str) -> None:
    assert name not in SETTINGS


def test_a_broker_is_reached_through_a_partition_that_it_leads_at_best_the_one_that_it_is_preferred_for() -> None:
    replicas = ((1, 2), (2, 1), (3, 1), (1, 3))

    assert led_by((1, 2, 3, 1), replicas) == {1: 0, 2: 1, 3: 2}
    assert led_by((2, 2, None, 1), replicas) == {2: 1, 1: 3}
    assert led_by((2, None, 2, None), replicas) == {2: 0}

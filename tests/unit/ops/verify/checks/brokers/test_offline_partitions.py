"""Partitions without a leader."""

from __future__ import annotations

from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.ops.verify.checks.brokers.offline_partitions import OfflinePartitions
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_cluster import host_of, partition, partitions, results, seen


def test_every_partition_is_led() -> None:
    (result,) = results(OfflinePartitions)

    assert (result.status, result.expected, result.observed) == (
        Status.OK,
        "leaders of 30 partitions",
        "all have one",
    )
    assert result.value == 0


def test_those_without_are_counted_and_the_first_named_with_the_brokers_that_have_them() -> None:
    offline = {TopicPartition("gone", number): partition(1003, leader=None, isr=()) for number in range(8)}

    (result,) = results(OfflinePartitions, seen(partitions={**partitions(), **offline}))

    assert (result.status, result.value) == (Status.CRITICAL, 8)
    assert result.observed == "8 partitions without one: gone:0, gone:1, gone:2, gone:3, gone:4 and 3 more"
    assert result.hosts == (host_of(1003),)
    assert result.hint is not None
    assert "1003" in result.hint


def test_a_cluster_without_topics_is_well() -> None:
    assert results(OfflinePartitions, seen(partitions={}))[0].status is Status.OK

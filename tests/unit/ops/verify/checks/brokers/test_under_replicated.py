"""Partitions that lack a replica."""

from __future__ import annotations

from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.ops.verify.checks.brokers.under_replicated import UnderReplicated
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_cluster import IDS, host_of, partition, partitions, results, seen


def test_all_replicas_are_in_sync() -> None:
    (result,) = results(UnderReplicated)

    assert (result.status, result.observed, result.value) == (Status.OK, "all are", 0)
    assert result.expected == "all replicas of 30 partitions in sync"


def test_those_that_lack_one_are_counted_with_the_brokers_that_do_not_keep_up() -> None:
    behind = {TopicPartition("t", number): partition(*IDS, isr=[1001, 1002]) for number in range(6)}
    behind[TopicPartition("t", 6)] = partition(*IDS, isr=[1003])

    (result,) = results(UnderReplicated, seen(partitions={**partitions(), **behind}))

    assert (result.status, result.value) == (Status.CRITICAL, 7)
    assert result.observed == (
        "7 partitions with fewer: t:0, t:1, t:2, t:3, t:4 and 2 more; missing are 6 on 1003, 1 on 1001, 1 on 1002"
    )
    assert set(result.hosts) == {host_of(broker) for broker in IDS}

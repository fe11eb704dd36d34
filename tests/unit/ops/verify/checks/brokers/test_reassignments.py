"""Partitions on their way."""

from __future__ import annotations

from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.ops.verify.checks.brokers.reassignments import Reassignments
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_cluster import host_of, results, seen


def test_there_are_none() -> None:
    (result,) = results(Reassignments)

    assert (result.status, result.observed, result.value) == (Status.OK, "none", 0)


def test_some_are_a_warning() -> None:
    moving = {TopicPartition("t", 0): (1002,), TopicPartition("t", 1): (1002, 1003)}

    (result,) = results(Reassignments, seen(moving=moving))

    assert (result.status, result.value) == (Status.WARNING, 2)
    assert result.observed == "2 partitions, to brokers 1002, 1003: t:0, t:1"
    assert result.hosts == (host_of(1002), host_of(1003))


def test_a_controller_that_does_not_list_them_leaves_it_unknown() -> None:
    assert results(Reassignments, seen(moving=None))[0].status is Status.UNKNOWN

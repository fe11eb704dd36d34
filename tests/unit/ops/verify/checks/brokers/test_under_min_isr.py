"""Partitions with too few replicas in sync."""

from __future__ import annotations

from typing import Any

import pytest

from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.ops.verify.checks.brokers.under_min_isr import UnderMinIsr
from hiera_kafka.ops.verify.result import Result, Status
from lib.data.healthy_cluster import host_of, partition, partitions, results, seen

PLACE = TopicPartition("t", 99)


def one(*replicas: int, **more: Any) -> Result:
    (result,) = results(UnderMinIsr, seen(partitions={**partitions(), PLACE: partition(*replicas, **more)}))
    return result


def test_all_partitions_have_enough() -> None:
    (result,) = results(UnderMinIsr)

    assert (result.status, result.observed, result.value) == (Status.OK, "all have them", 0)


def test_one_with_fewer_is_critical() -> None:
    result = one(1001, 1002, 1003, isr=[1001], min_isr=2)

    assert (result.status, result.value) == (Status.CRITICAL, 1)
    assert result.observed == "1 partition with fewer: t:99 (1 of 2)"
    assert result.hosts == (host_of(1002), host_of(1003))


@pytest.mark.parametrize(
    "more",
    [
        {"isr": [1001, 1002], "min_isr": 2},  # exactly as many
        {"isr": [1001], "min_isr": 1},
        {"isr": [1001], "min_isr": 2, "leader": None},  # nobody leads it, and offline-partitions says so
    ],
)
def test_enough_is_enough(more: dict[str, Any]) -> None:
    assert one(1001, 1002, 1003, **more).status is Status.OK


def test_no_more_are_asked_for_than_there_are_replicas() -> None:
    assert one(1001, isr=[1001], min_isr=2).status is Status.OK


def test_what_could_not_be_read_is_unknown() -> None:
    result = one(1001, 1002, isr=[1001], min_isr=None)

    assert result.status is Status.UNKNOWN
    assert "could not be read of 1 partition that lack a replica: t:99" in result.observed

"""Racks."""

from __future__ import annotations

from dataclasses import replace

from hiera_kafka.ops.verify.checks.brokers.brokers_racks import BrokersRacks
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_cluster import results, seen, without


def test_racks_are_those_of_the_data() -> None:
    found = results(BrokersRacks)

    assert [(result.status, result.observed) for result in found] == [
        (Status.OK, f"rack {name}") for name in ("A", "B", "C")
    ]
    assert found[1].where[0].line == found[0].where[0].line + 3


def test_another_rack_or_none_is_critical() -> None:
    members = seen().members
    wrong = {**members, 1001: replace(members[1001], rack="C"), 1002: replace(members[1002], rack=None)}

    found = results(BrokersRacks, seen(members=wrong))

    assert [result.status for result in found] == [Status.CRITICAL, Status.CRITICAL, Status.OK]
    assert [result.observed for result in found] == ["rack C", "no rack", "rack C"]
    assert found[1].expected == "rack B"


def test_the_rack_of_a_broker_that_is_not_there_is_unknown() -> None:
    assert results(BrokersRacks, without(1001))[0].status is Status.UNKNOWN

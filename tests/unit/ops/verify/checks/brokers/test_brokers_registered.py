"""Ids that the cluster knows, and on which hosts."""

from __future__ import annotations

from dataclasses import replace

from hiera_kafka.clients.brokers import Member
from hiera_kafka.ops.verify.checks.brokers.brokers_registered import BrokersRegistered
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_cluster import IDS, address_of, host_of, results, seen, without


def test_each_broker_of_the_data_is_where_it_should_be() -> None:
    found = results(BrokersRegistered)

    assert [result.subject for result in found] == [f"broker {broker} on {host_of(broker)}" for broker in IDS]
    assert {result.status for result in found} == {Status.OK}
    assert found[0].expected == found[0].observed == f"id 1001 on {address_of(1001)}"
    assert found[0].where[0].file.endswith("three/project.yaml")


def test_one_that_is_missing_is_critical() -> None:
    found = results(BrokersRegistered, without(1002))

    assert [result.status for result in found] == [Status.OK, Status.CRITICAL, Status.OK]
    assert found[1].observed == "id 1002 is not registered"
    assert found[1].hosts == (host_of(1002),)


def test_another_id_on_the_host_is_named_there_and_by_itself() -> None:
    stray = Member(7, address_of(1002), 9092, "B")
    members = {**without(1002).members, 7: stray}

    found = results(BrokersRegistered, seen(members=members))

    assert [result.status for result in found] == [Status.OK, Status.CRITICAL, Status.OK, Status.CRITICAL]
    assert found[1].observed == "id 1002 is not registered, but 7 on that host"
    assert (found[3].subject, found[3].expected) == ("three broker 7", "no broker that the data does not have")


def test_an_id_on_another_host_is_critical() -> None:
    members = seen().members
    moved = {**members, 1001: replace(members[1001], host="192.0.2.7")}

    first = results(BrokersRegistered, seen(members=moved))[0]

    assert (first.status, first.observed) == (Status.CRITICAL, "id 1001 on 192.0.2.7")

"""Data directories of another broker, of another cluster, and those that nobody uses."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.look.seen import DataSeen
from hiera_kafka.ops.verify.checks.hosts.data_directories import DataDirectories
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results, stopped, with_service

A, B = "/srv/kafka/a", "/srv/kafka/b"
GOOD = {"broker.id": "1001", "cluster.id": "one"}


@pytest.mark.parametrize(
    ("data", "status", "observed"),
    [
        (DataSeen(A, GOOD), Status.OK, "data of the broker 1001"),
        (DataSeen(A, {"node.id": "1001"}), Status.OK, "data of the broker 1001"),
        (DataSeen(A, {**GOOD, "broker.id": "7"}), Status.CRITICAL, "data of the broker 7"),
        (DataSeen(A, {}, "permission denied"), Status.UNKNOWN, "permission denied"),
        (DataSeen(A, {}), Status.CRITICAL, "no data: the broker has not used it"),
        (DataSeen(A, {"cluster.id": "one"}), Status.CRITICAL, "no data: the broker has not used it"),
    ],
)
def test_a_directory(data: DataSeen, status: Status, observed: str) -> None:
    found = results(DataDirectories, healthy_view(data=(data, DataSeen(B, GOOD))))
    assert (found[A].status, found[A].observed) == (status, observed)
    assert found[A].expected == "data of the broker 1001"
    assert [place.line for place in found[A].where] == [7]
    assert found[B].status is Status.OK


def test_a_new_directory_waits_for_the_next_start() -> None:
    view = healthy_view(data=(DataSeen(A, {}), DataSeen(B, GOOD)))
    pending = with_service(view, "kafka", pending=("/etc/kafka/server.properties",))
    assert results(DataDirectories, pending)[A].status is Status.WARNING
    assert results(DataDirectories, stopped(view, "kafka"))[A].status is Status.WARNING


@pytest.mark.parametrize(("other", "status"), [("one", Status.OK), ("two", Status.CRITICAL)])
def test_directories_of_two_clusters(other: str, status: Status) -> None:
    found = results(DataDirectories, healthy_view(data=(DataSeen(A, GOOD), DataSeen(B, {**GOOD, "cluster.id": other}))))
    assert found[""].status is status


def test_what_the_host_does_not_report_is_unknown() -> None:
    found = results(DataDirectories, healthy_view(data=()))
    assert {name: one.status for name, one in found.items()} == dict.fromkeys((A, B), Status.UNKNOWN)

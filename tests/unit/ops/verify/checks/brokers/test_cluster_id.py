"""Which cluster the data on disks is of."""

from __future__ import annotations

from hiera_kafka.ops.look.seen import DataSeen
from hiera_kafka.ops.verify.checks.brokers.cluster_id import ClusterId
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_cluster import CLUSTER_ID, host_of, host_views, results
from lib.data.verify_views import SILENT, host_view


def test_the_data_is_of_the_cluster_that_answers() -> None:
    found = results(ClusterId)

    assert [(result.status, result.observed) for result in found] == [(Status.OK, f"data of cluster {CLUSTER_ID}")] * 3


def test_data_of_another_cluster_is_critical() -> None:
    data = (DataSeen("/a", {"cluster.id": CLUSTER_ID}), DataSeen("/b", {"cluster.id": "other"}))

    (first, *_) = results(ClusterId, views=host_views(data=data))

    assert (first.status, first.observed) == (Status.CRITICAL, "/b is of other")
    assert first.hosts == (host_of(1001),)


def test_what_cannot_be_read_is_unknown_with_its_reason() -> None:
    unread = (DataSeen("/a", {}, "permission denied"), DataSeen("/b", {}))

    (first, *_) = results(ClusterId, views=host_views(data=unread))

    assert (first.status, first.observed) == (Status.UNKNOWN, "/a: permission denied; /b: no meta.properties")
    assert results(ClusterId, views=host_views(data=()))[0].status is Status.UNKNOWN


def test_a_host_that_did_not_answer_is_unknown() -> None:
    views = {**host_views(), host_of(1001): host_view(0, SILENT)}

    found = results(ClusterId, views=views)

    assert (found[0].status, found[0].observed) == (Status.UNKNOWN, SILENT.message)
    assert [result.status for result in found[1:]] == [Status.OK] * 2


def test_hosts_that_nobody_looked_at_say_nothing() -> None:
    assert results(ClusterId, views={}) == []

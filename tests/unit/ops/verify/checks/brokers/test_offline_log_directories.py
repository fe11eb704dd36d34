"""Log directories that failed."""

from __future__ import annotations

from hiera_kafka.clients.cluster_state import LogDirectorySeen
from hiera_kafka.ops.verify.checks.brokers.offline_log_directories import OfflineLogDirectories
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_cluster import results, seen, without


def test_all_are_in_use() -> None:
    found = results(OfflineLogDirectories)

    assert [(result.status, result.observed) for result in found] == [(Status.OK, "1 directory in use")] * 3


def test_one_that_failed_is_critical() -> None:
    failed = (LogDirectorySeen("/a", None), LogDirectorySeen("/b", "KafkaStorage"))

    found = results(OfflineLogDirectories, seen(directories={**seen().directories, 1002: failed}))

    assert [result.status for result in found] == [Status.OK, Status.CRITICAL, Status.OK]
    assert (found[1].observed, found[1].value) == ("/b: KafkaStorage", 1)


def test_a_broker_that_does_not_tell_is_unknown() -> None:
    told = {broker: found for broker, found in seen().directories.items() if broker != 1002}
    refused = {1002: {"its log directories": "ClusterAuthorizationFailedError"}}

    found = results(OfflineLogDirectories, seen(directories=told, refused=refused))

    assert (found[1].status, found[1].observed) == (
        Status.UNKNOWN,
        "the broker does not tell its log directories: ClusterAuthorizationFailedError",
    )
    assert results(OfflineLogDirectories, without(1001))[0].observed == "the broker is not registered"

"""Releases by protocol."""

from __future__ import annotations

from hiera_kafka.ops.verify.checks.brokers.brokers_version import BrokersVersion
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_cluster import IDS, results, seen, without


def test_all_speak_the_release_of_the_data() -> None:
    found = results(BrokersVersion)

    assert [(result.status, result.observed) for result in found] == [(Status.OK, "Kafka 3.9")] * 3


def test_an_older_one_is_critical() -> None:
    found = results(BrokersVersion, seen(releases={**dict.fromkeys(IDS, (3, 9)), 1002: (3, 7)}))

    assert [result.status for result in found] == [Status.OK, Status.CRITICAL, Status.OK]
    assert (found[1].expected, found[1].observed) == ("Kafka 3.9", "Kafka 3.7")


def test_one_that_did_not_answer_is_unknown() -> None:
    answer = without(1002)
    found = results(BrokersVersion, answer)

    assert (found[1].status, found[1].observed) == (Status.UNKNOWN, "the broker is not registered")

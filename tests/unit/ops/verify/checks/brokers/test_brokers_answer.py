"""Clusters that answer, in part or not at all."""

from __future__ import annotations

from hiera_kafka.ops.verify.checks.brokers.brokers_answer import BrokersAnswer
from hiera_kafka.ops.verify.result import Status
from lib.data.verify_views import NO_BROKER, cluster_seen, cluster_view, hosts


def test_brokers_that_answer_say_after_how_long() -> None:
    (result,) = BrokersAnswer().check(cluster_view())

    assert (result.status, result.subject) == (Status.OK, "three")
    assert (result.expected, result.observed) == ("answers of 3 brokers", "all answered after 0.5 s")
    assert (result.value, result.unit) == (0.5, "s")
    assert result.where[0].file.endswith(".yaml")
    assert result.hosts == hosts()


def test_one_broker_that_does_not_answer_is_named() -> None:
    (result,) = BrokersAnswer().check(cluster_view(cluster_seen(silent={"1003": "timed out"})))

    assert result.status is Status.CRITICAL
    assert result.observed == "1003 does not answer: timed out"


def test_a_cluster_that_does_not_answer_says_why() -> None:
    (result,) = BrokersAnswer().check(cluster_view(NO_BROKER))

    assert result.status is Status.CRITICAL
    assert result.observed == "none: no broker answers"
    assert result.hint == "look at its log"

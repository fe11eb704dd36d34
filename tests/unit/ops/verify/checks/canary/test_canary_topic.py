"""The topic of the canary."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.checks.canary.canary_topic import CanaryTopic
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary
from lib.data.verify_views import NO_BROKER, cluster_view

SEEN = ClusterCanary("hiera-kafka-canary", partitions=3)


def checked(canary: ClusterCanary | Diagnostic | None) -> Result:
    (result,) = CanaryTopic().check(cluster_view(canary=canary))
    assert result.subject == "three"
    assert result.expected == "topic hiera-kafka-canary, a partition of it led by each of 3 brokers"
    assert len(result.hosts) == 3
    return result


@pytest.mark.parametrize(
    ("canary", "status", "observed"),
    [
        (SEEN, "ok", "3 partitions"),
        (replace(SEEN, partitions=1), "ok", "1 partition"),
        (replace(SEEN, created=True), "ok", "3 partitions, made by this run"),
        (replace(SEEN, added=(2,)), "ok", "3 partitions, 1 of them made by this run"),
        (
            replace(SEEN, leaderless=(1002, 1003)),
            "warning",
            "no partition is to be led by brokers 1002, 1003",
        ),
        (
            replace(SEEN, differs={"retention.ms": "1", "segment.ms": "2"}),
            "warning",
            "retention.ms is 1, not 3600000, segment.ms is 2, not 600000",
        ),
        (
            ClusterCanary("hiera-kafka-canary", refused="PolicyViolation: no"),
            "critical",
            "the brokers refuse to make it so: PolicyViolation: no",
        ),
        (
            replace(SEEN, foreign="offset 7 of partition 0", differs={"retention.ms": "1"}),
            "critical",
            "it has records that are not the canary's (offset 7 of partition 0), so nothing was written to it",
        ),
        (
            ClusterCanary("hiera-kafka-canary", missing=(1002,)),
            "unknown",
            "not there yet: it is made when all brokers are alive, without broker 1002",
        ),
        (NO_BROKER, "unknown", "no broker answers"),
    ],
)
def test_each_state_of_the_topic(canary: ClusterCanary | Diagnostic, status: str, observed: str) -> None:
    result = checked(canary)

    assert (result.status, result.observed) == (Status(status), observed)
    assert result.asked


def test_a_topic_with_other_settings_comes_with_the_command_that_sets_them() -> None:
    assert checked(replace(SEEN, differs={"retention.ms": "1", "segment.ms": "2"})).hint == (
        "kafka configs --alter --entity-type topics --entity-name hiera-kafka-canary "
        "--add-config retention.ms=3600000,segment.ms=600000"
    )


def test_it_is_not_made_where_nobody_asked() -> None:
    with pytest.raises(LookupError):
        checked(None)

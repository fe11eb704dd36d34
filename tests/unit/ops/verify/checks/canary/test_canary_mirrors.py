"""Records through mirrors."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.ops.mirrors.inventory import Mirror, MirrorProcess
from hiera_kafka.ops.verify.checks.canary.canary_mirrors import CanaryMirrors
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.views.canary_seen import MirrorCanary, TripSeen
from hiera_kafka.ops.verify.views.mirror import MirrorView
from lib.data.verify_views import NO_BROKER

ENDS = (Endpoint("k", 9092),)
MIRROR = Mirror("a_to_b", 1, "a", ENDS, "b", ENDS, (".+",), (), "g", (MirrorProcess("k1.example.org", "mirror"),))


def checked(canary: MirrorCanary | Diagnostic | None) -> Result:
    (result,) = CanaryMirrors().check(MirrorView(MIRROR, {}, NO_BROKER, canary=canary))
    assert (result.subject, result.expected) == ("a_to_b", "records of a are in b within 30 s")
    assert result.hosts == ("k1.example.org",)
    return result


@pytest.mark.parametrize(
    ("trips", "status", "observed"),
    [
        ((TripSeen(0, 90.0), TripSeen(1, 116.44)), "ok", "2 records of topic c read, the slowest after 116 ms"),
        ((TripSeen(0, 90.0),), "ok", "1 record of topic c read, the slowest after 90 ms"),
        (
            (TripSeen(0, 90.0), TripSeen(1, None, "not read within 30 s"), TripSeen(2, None, "not read within 30 s")),
            "critical",
            "1 of 3 records of topic c read; partitions 1, 2: not read within 30 s",
        ),
        (
            (TripSeen(0, None, "not written: no leader", tried=False), TripSeen(1, None, "other bytes")),
            "critical",
            "0 of 2 records of topic c read; partition 0: not written: no leader; partition 1: other bytes",
        ),
        (
            (TripSeen(0, None, "not read within 60 s, but its topic is new", tried=False),),
            "unknown",
            "0 of 1 records of topic c read; partition 0: not read within 60 s, but its topic is new",
        ),
        (
            (TripSeen(None, None, "b refuses the topic: PolicyViolation", tried=False),),
            "unknown",
            "0 of 1 records of topic c read; b refuses the topic: PolicyViolation",
        ),
        ((), "unknown", "no partition of topic c has a leader"),
    ],
)
def test_records_that_arrived_and_those_that_did_not(trips: tuple[TripSeen, ...], status: str, observed: str) -> None:
    result = checked(MirrorCanary("c", None, trips))

    assert (result.status, result.observed, result.asked) == (Status(status), observed, True)


def test_the_slowest_record_is_the_value() -> None:
    result = checked(MirrorCanary("c", None, (TripSeen(0, 116.44), TripSeen(1, 90.0))))

    assert (result.value, result.unit) == (116.4, "ms")


def test_a_mirror_that_leaves_the_topic_out_is_asked_for_nothing() -> None:
    result = checked(MirrorCanary("c", "no pattern matches"))

    assert (result.status, result.asked) == (Status.UNKNOWN, False)
    assert result.observed == "not mirrored: the mirror leaves topic c out (no pattern matches)"
    assert result.hint is not None
    assert "kafka_clusters.a.canary.topic" in result.hint


def test_a_cluster_that_does_not_answer_is_the_reason() -> None:
    assert (checked(NO_BROKER).status, checked(NO_BROKER).observed) == (Status.UNKNOWN, "no broker answers")


def test_it_is_not_made_where_nobody_asked() -> None:
    with pytest.raises(LookupError):
        checked(None)

"""Records through each listener of each broker."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.checks.canary.canary_listeners import CanaryListeners
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary, ListenerTrip, TripSeen
from lib.data.verify_views import NO_BROKER, cluster_view, hosts

EXPECTED = "a record through {} is read again within 10 s"


def trip(broker: int, trip: TripSeen, advertised: str | None = "k1:9092") -> ListenerTrip:
    return ListenerTrip(broker, hosts()[broker - 1001], "PLAINTEXT", f"to-{broker}:9092", advertised, trip)


def checked(canary: ClusterCanary | Diagnostic | None) -> list[Result]:
    return list(CanaryListeners().check(cluster_view(canary=canary)))


def test_each_listener_has_a_result_of_its_own_with_where_its_port_stands() -> None:
    trips = (
        trip(1001, TripSeen(0, 20.44)),
        trip(1002, TripSeen(1, None, "acknowledged, but not read within 10 s")),
        trip(1003, TripSeen(None, None, "the broker leads no partition of topic canary now", tried=False), None),
    )

    results = checked(ClusterCanary("canary", listeners=trips))

    assert [(one.subject, one.status, one.observed, one.value, one.unit) for one in results] == [
        ("three broker 1001 PLAINTEXT", Status.OK, "read after 20 ms through k1:9092, partition 0", 20.4, "ms"),
        ("three broker 1002 PLAINTEXT", Status.CRITICAL, "acknowledged, but not read within 10 s", None, ""),
        (
            "three broker 1003 PLAINTEXT",
            Status.UNKNOWN,
            "the broker leads no partition of topic canary now",
            None,
            "",
        ),
    ]
    assert [one.expected for one in results] == [EXPECTED.format(f"to-{number}:9092") for number in (1001, 1002, 1003)]
    assert [one.hosts for one in results] == [(host,) for host in hosts()]
    assert all(one.asked for one in results)


def test_a_broker_that_does_not_name_its_address_is_no_less_there() -> None:
    (result,) = checked(ClusterCanary("canary", listeners=(trip(1001, TripSeen(0, 3.0), None),)))

    assert result.observed == "read after 3 ms through an address it does not name, partition 0"


def test_where_nothing_could_be_seen_there_is_one_result_with_the_reason() -> None:
    (result,) = checked(NO_BROKER)

    assert (result.subject, result.status, result.observed) == ("three", Status.UNKNOWN, "no broker answers")
    assert result.hosts == hosts()


def test_it_is_not_made_where_nobody_asked() -> None:
    with pytest.raises(LookupError):
        checked(None)

"""Services that fail and are started again, once or without end."""

from __future__ import annotations

from typing import Any

import pytest

from hiera_kafka.ops.look.seen import ClockSeen
from hiera_kafka.ops.verify.checks.hosts.crash_loops import CrashLoops
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import NOW_S, healthy_view, results, with_service

LOOP = "in a crash loop: started again {} times in the last ten minutes; now "
GONE = {"pid": None, "since": None}


@pytest.mark.parametrize(
    ("fields", "status", "observed"),
    [
        ({}, Status.OK, "runs for 1 d"),
        ({"since": NOW_S - 2}, Status.OK, "runs for 2 s"),
        ({"restarts": 1}, Status.WARNING, "started again 1 times; runs for 1 d"),
        ({"restarts": 99}, Status.WARNING, "started again 99 times; runs for 1 d"),
        ({"restarts": 2, "since": NOW_S - 40}, Status.WARNING, "started again 2 times; runs for 40 s"),
        ({"restarts": 3, "since": NOW_S - 40}, Status.WARNING, "started again 3 times; runs for 40 s"),
        ({"restarts": 9, "loop": 3, "since": NOW_S - 4}, Status.CRITICAL, f"{LOOP.format(3)}running; runs for 4 s"),
        ({"restarts": None, "loop": 3}, Status.CRITICAL, f"{LOOP.format(3)}running; runs for 1 d"),
        ({"restarts": 5, "loop": 5, "state": "starting", **GONE}, Status.CRITICAL, f"{LOOP.format(5)}starting"),
        ({"restarts": 0, "state": "stopped", **GONE}, Status.UNKNOWN, "it does not run: stopped"),
        ({"restarts": None}, Status.OK, "runs for 1 d"),
        ({"restarts": None, "since": NOW_S - 40}, Status.UNKNOWN, "how often is not known; runs for 40 s"),
        ({"restarts": None, "state": "failed", **GONE}, Status.UNKNOWN, "how often is not known; failed"),
        ({"restarts": 3, "since": None}, Status.WARNING, "started again 3 times; running"),
        (
            {"restarts": 5, "state": "starting", "cause": "a port is taken (port-in-use)", **GONE},
            Status.WARNING,
            "started again 5 times; starting; a port is taken (port-in-use)",
        ),
        (
            {"restarts": 5, "loop": 4, "cause": "a port is taken (port-in-use)"},
            Status.CRITICAL,
            (
                "in a crash loop: started again 4 times in the last ten minutes; now running; a port is taken "
                "(port-in-use)"
                "; runs for 1 d"
            ),
        ),
    ],
)
def test_a_service(fields: dict[str, Any], status: Status, observed: str) -> None:
    found = results(CrashLoops, with_service(healthy_view(), "kafka", **fields))
    assert {name: one.status for name, one in found.items()} == {"zookeeper": Status.OK, "kafka": status}
    assert found["kafka"].observed == observed
    assert (found["kafka"].hint is None) == (status is Status.OK)


def test_without_a_clock_nothing_is_said_of_how_long_it_runs() -> None:
    clock = ClockSeen(0.0, 0.0, synchronized=True)
    assert results(CrashLoops, healthy_view(clock=clock))["kafka"].observed == "running"


def test_what_the_host_does_not_report_is_unknown() -> None:
    assert {one.status for one in results(CrashLoops, healthy_view(services={})).values()} == {Status.UNKNOWN}

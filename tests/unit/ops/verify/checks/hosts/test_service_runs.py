"""Services that do not run, and those on their way."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.verify.checks.hosts.service_runs import ServiceRuns
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results, stopped, with_service


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("running", Status.OK),
        ("starting", Status.WARNING),
        ("stopping", Status.WARNING),
        ("stopped", Status.CRITICAL),
        ("failed", Status.CRITICAL),
        ("of another kind", Status.CRITICAL),
    ],
)
def test_states(state: str, status: Status) -> None:
    found = results(ServiceRuns, with_service(healthy_view(), "kafka", state=state))
    assert {name: one.status for name, one in found.items()} == {"zookeeper": Status.OK, "kafka": status}
    assert [place.line for place in found["kafka"].where] == [7]
    assert (found["kafka"].hint is None) == (status is Status.OK)


def test_the_service_manager_says_why() -> None:
    view = with_service(stopped(healthy_view(), "kafka", "failed"), "kafka", detail="failed (exit-code)")
    found = results(ServiceRuns, view)["kafka"]
    assert (found.expected, found.observed) == ("running", "failed: failed (exit-code)")
    assert "/var/log/kafka/kafka.out" in str(found.hint)


@pytest.mark.parametrize(
    ("since", "observed"),
    [(1.8e9, "running since 2027-01-15 08:00:00 UTC"), (None, "running"), (1e30, "running since")],
)
def test_how_long_it_runs_is_said_where_it_is_known(since: float | None, observed: str) -> None:
    assert results(ServiceRuns, with_service(healthy_view(), "kafka", since=since))["kafka"].observed.startswith(
        observed
    )


def test_what_the_host_does_not_report_is_unknown() -> None:
    assert {one.status for one in results(ServiceRuns, healthy_view(services={})).values()} == {Status.UNKNOWN}


@pytest.mark.parametrize("state", ["running", "starting", "failed"])
def test_one_in_a_crash_loop_does_not_run_whatever_it_does_at_the_moment(state: str) -> None:
    found = results(ServiceRuns, with_service(healthy_view(), "kafka", state=state, loop=4))["kafka"]
    assert found.status is Status.CRITICAL
    assert found.observed == f"in a crash loop: started again 4 times in the last ten minutes; now {state}"

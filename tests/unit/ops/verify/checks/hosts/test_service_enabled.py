"""Services that would not come back with their host."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.verify.checks.hosts.service_enabled import ServiceEnabled
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results, with_service


@pytest.mark.parametrize(("enabled", "status"), [(True, Status.OK), (False, Status.CRITICAL)])
def test_a_service(enabled: bool, status: Status) -> None:
    found = results(ServiceEnabled, with_service(healthy_view(), "kafka", enabled=enabled))
    assert {name: one.status for name, one in found.items()} == {"zookeeper": Status.OK, "kafka": status}


def test_service_managers_that_start_nothing_by_themselves_are_not_asked() -> None:
    assert set(results(ServiceEnabled, with_service(healthy_view(), "kafka", enabled=None))) == {"zookeeper"}


def test_what_the_host_does_not_report_is_unknown() -> None:
    assert {one.status for one in results(ServiceEnabled, healthy_view(services={})).values()} == {Status.UNKNOWN}

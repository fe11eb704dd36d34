"""Limits in force that are not those of the data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hiera_kafka.catalog.platform import ServiceManager
from hiera_kafka.ops.verify.checks.hosts.service_limits import OPEN_FILES, ServiceLimits
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results, stopped, with_service


@pytest.mark.parametrize(
    ("fields", "status", "observed"),
    [
        ({}, Status.OK, "70000 open files"),
        ({"limits": {OPEN_FILES: 1024}}, Status.CRITICAL, "1024 open files"),
        ({"limits": {OPEN_FILES: 1024}, "pending": ("/etc/systemd/system/kafka.service",)}, Status.WARNING, "1024"),
        ({"limits": {OPEN_FILES: 128_000}}, Status.WARNING, "128000 open files"),
        ({"limits": {OPEN_FILES: None}}, Status.WARNING, "any number of open files"),
        ({"limits": {}}, Status.UNKNOWN, "the host does not report it"),
    ],
)
def test_open_files(fields: dict[str, Any], status: Status, observed: str) -> None:
    found = results(ServiceLimits, with_service(healthy_view(), "kafka", **fields))
    assert {name: one.status for name, one in found.items()} == {"zookeeper": Status.OK, "kafka": status}
    assert found["kafka"].observed.startswith(observed)
    assert found["kafka"].expected == "70000 open files"
    assert [place.line for place in found["kafka"].where] == [12]


def test_a_service_that_does_not_run_has_none() -> None:
    assert results(ServiceLimits, stopped(healthy_view(), "kafka"))["kafka"].status is Status.UNKNOWN


def test_programs_of_supervisor_have_the_limits_of_who_started_it() -> None:
    view = healthy_view()
    machine = view.catalog.machine
    local = replace(machine, platform=replace(machine.platform, service_manager=ServiceManager.SUPERVISOR))
    assert results(ServiceLimits, replace(view, catalog=replace(view.catalog, machine=local))) == {}

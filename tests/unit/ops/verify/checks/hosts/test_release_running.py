"""Services that run another release than the data names."""

from __future__ import annotations

from typing import Any

import pytest

from hiera_kafka.ops.look.seen import UpgradeSeen
from hiera_kafka.ops.verify.checks.hosts.release_running import ReleaseRunning
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results, stopped, with_service

OLD = "/opt/kafka/kafka-3.8.1"


def held(line: str, path: str = "/etc/kafka/release") -> UpgradeSeen:
    return UpgradeSeen(path, (line,), ('KAFKA_HOME="/opt/kafka/kafka-3.9.2"',))


@pytest.mark.parametrize(
    ("fields", "upgrades", "status"),
    [
        ({}, (), Status.OK),
        ({"home": OLD}, (), Status.CRITICAL),
        ({"home": OLD, "pending": ("/etc/kafka/release",)}, (), Status.WARNING),
        ({"home": OLD}, (held(f'KAFKA_HOME="{OLD}"'),), Status.OK),
        ({"home": OLD}, (held(f"KAFKA_HOME={OLD}"),), Status.OK),
        ({"home": OLD}, (held('KAFKA_HOME="/opt/kafka/kafka-3.7.0"'),), Status.CRITICAL),
        ({"home": OLD}, (held(f'KAFKA_HOME="{OLD}"', "/etc/zookeeper/release"),), Status.CRITICAL),
        ({"home": None}, (), Status.UNKNOWN),
    ],
)
def test_a_service(fields: dict[str, Any], upgrades: tuple[UpgradeSeen, ...], status: Status) -> None:
    found = results(ReleaseRunning, with_service(healthy_view(upgrades=upgrades), "kafka", **fields))
    assert {name: one.status for name, one in found.items()} == {"zookeeper": Status.OK, "kafka": status}
    assert found["kafka"].expected == "runs from /opt/kafka/kafka-3.9.2 (default)"


def test_a_service_that_does_not_run_is_unknown() -> None:
    assert results(ReleaseRunning, stopped(healthy_view(), "kafka"))["kafka"].status is Status.UNKNOWN

"""Services that are held at another release than the data names."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.look.seen import UpgradeSeen
from hiera_kafka.ops.verify.checks.hosts.upgrade_pending import UpgradePending
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results

OLD = 'KAFKA_HOME="/opt/kafka/kafka-3.8.1"'


def test_nothing_is_pending() -> None:
    found = results(UpgradePending, healthy_view())
    assert {name: one.status for name, one in found.items()} == {"zookeeper": Status.OK, "kafka": Status.OK}


@pytest.mark.parametrize("fact", ["held", "held /etc/kafka/release"])
def test_what_could_not_be_read_is_unknown(fact: str) -> None:
    found = results(UpgradePending, healthy_view(unread={fact: "not permitted"}))["kafka"]
    assert (found.status, found.observed) == (Status.UNKNOWN, "not permitted")


@pytest.mark.parametrize(("has", "observed"), [((OLD,), f"/etc/kafka/release has {OLD}"), ((), "has nothing")])
def test_what_is_held_is_said(has: tuple[str, ...], observed: str) -> None:
    upgrade = UpgradeSeen("/etc/kafka/release", has, ('KAFKA_HOME="/opt/kafka/kafka-3.9.2"',))
    found = results(UpgradePending, healthy_view(upgrades=(upgrade,)))
    assert {name: one.status for name, one in found.items()} == {"zookeeper": Status.OK, "kafka": Status.WARNING}
    assert found["kafka"].observed.endswith(observed)
    assert found["kafka"].expected == "held at /opt/kafka/kafka-3.9.2 (default)"

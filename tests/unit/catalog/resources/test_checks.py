"""What the checks of a host follow from: the data, and for readiness the run."""

from __future__ import annotations

import pytest

from hiera_kafka.catalog.resources import Guard, KafkaReadiness, MirrorReadiness, Run, Service, ZooKeeperReadiness
from hiera_kafka.errors import Position
from hiera_kafka.source import Origin, OriginKind

MEMBERS = {"k1": 1, "k2": 2, "k3": 3}


def mirror(service: str, group: str = "g") -> MirrorReadiness:
    return MirrorReadiness(service, 0, {"k1": 2, "k2": 2}, group, 1, "", ("a:9092",), ("b:9092",))


def service(name: str) -> Service:
    return Service(name, "d", "u", "g", ("start",), (), ("/f",), f"/run/{name}", "/log", "/", 1024)


def test_a_guard_says_where_in_the_data_its_value_is() -> None:
    origin = Origin(OriginKind.DATA, Position("data/common.yaml", 3, 5))
    assert Guard("kafka-broker-id", ("/d",), "f", ("1",), origin).made() == {"where": "data/common.yaml:3:5"}
    assert Guard("kafka-broker-id", ("/d",), "f", ("1",), Origin.default("test")).made() == {"where": ""}


@pytest.mark.parametrize("kind", [ZooKeeperReadiness, KafkaReadiness])
@pytest.mark.parametrize(("started", "expect", "quorum"), [(("k1", "k2"), [1, 2], True), (("k3",), [1, 3], False)])
def test_members_that_a_run_does_not_start_are_not_waited_for(
    kind: type[KafkaReadiness], started: tuple[str, ...], expect: list[int], quorum: bool
) -> None:
    check = kind("kafka", 1, MEMBERS, "10.0.0.1", 9092)
    assert check.made(Run(started, (), (check,))) == {"expect": expect, "quorum": quorum}


def test_a_mirror_is_waited_for_with_the_processes_of_its_group() -> None:
    first, second, other = mirror("one"), mirror("two"), mirror("three", "h")
    services = tuple(map(service, ("one", "two", "three")))
    made = first.made(Run(("k1",), services, (first, second, other)))
    assert made["everywhere"] == 2
    assert made["processes"] == [
        {"service": name, "record_file": f"/run/{name}", "records": ("/f",)} for name in ("one", "two")
    ]

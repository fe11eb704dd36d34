"""Services that are reached at more than the data says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.ops.look.seen import ListenerSeen
from hiera_kafka.ops.verify.checks.hosts.ports_closed import PortsClosed
from hiera_kafka.ops.verify.result import Status
from hiera_kafka.ops.verify.views.host import HostView
from lib.data.healthy_host import K1, M1, healthy_view, results, stopped


def also(service: str, *sockets: tuple[str, int], host: str = K1) -> HostView:
    """Return a view in which a service listens at more addresses and ports."""
    view = healthy_view(host)
    pid = view.seen.services[service].pid
    more = (ListenerSeen(address, port, pid) for address, port in sockets)
    return replace(view, answer=replace(view.seen, listeners=(*view.seen.listeners, *more)))


@pytest.mark.parametrize(
    ("sockets", "status", "observed"),
    [
        ((), Status.OK, "at no other"),
        ((("127.0.0.1", 8080), ("::1", 8080)), Status.OK, "at no other"),
        ((("::", 8080),), Status.CRITICAL, "also at [::]:8080"),
        ((("192.0.2.10", 40123),), Status.CRITICAL, "also at 192.0.2.10:40123"),
        ((("192.0.2.10", 2181),), Status.OK, "at no other"),
    ],
)
def test_a_service(sockets: tuple[tuple[str, int], ...], status: Status, observed: str) -> None:
    found = results(PortsClosed, also("zookeeper", *sockets))
    assert (found["zookeeper"].status, found["zookeeper"].observed) == (status, observed)
    assert found["zookeeper"].expected == "reached from elsewhere at *:2181, *:2182, *:2183 alone"
    assert found["kafka"].status is Status.OK


@pytest.mark.parametrize(
    ("sockets", "status"),
    [
        # What JMX opens for tools of the host itself, at a port that it chooses.
        ((("::", 40123),), Status.OK),
        ((("::", 40123), ("::", 40124)), Status.CRITICAL),
        ((("::", 8080),), Status.CRITICAL),
        ((("::", 9999),), Status.CRITICAL),
    ],
)
def test_a_service_with_jmx(sockets: tuple[tuple[str, int], ...], status: Status) -> None:
    found = results(PortsClosed, also("kafka", *sockets, host=M1))
    assert found["kafka"].status is status
    assert found["kafka"].expected == "reached from elsewhere at *:9192, 127.0.0.1:9999 alone"
    assert [place.line for place in found["kafka"].where] == [10, 1]


def test_a_service_without_ports_is_reached_at_none() -> None:
    mirror = "kafka-mirror-a-eqiad_to_b-eqiad@0"
    assert results(PortsClosed, healthy_view(M1))[mirror].status is Status.OK
    found = results(PortsClosed, also(mirror, ("::", 8083), host=M1))[mirror]
    assert (found.status, found.expected) == (Status.CRITICAL, "not reached from elsewhere")


def test_sockets_whose_process_cannot_be_seen_are_nobodys() -> None:
    view = healthy_view()
    hidden = tuple(replace(one, pid=None) for one in view.seen.listeners)
    found = results(PortsClosed, replace(view, answer=replace(view.seen, listeners=hidden)))
    assert {one.status for one in found.values()} == {Status.UNKNOWN}


def test_what_could_not_be_read_is_unknown() -> None:
    found = results(PortsClosed, healthy_view(listeners=(), unread={"listeners": "not permitted"}))
    assert {(one.status, one.observed) for one in found.values()} == {(Status.UNKNOWN, "not permitted")}


def test_what_does_not_run_is_unknown() -> None:
    assert results(PortsClosed, stopped(healthy_view(), "kafka"))["kafka"].status is Status.UNKNOWN

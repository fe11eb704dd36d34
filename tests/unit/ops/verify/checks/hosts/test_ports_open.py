"""Ports at which nobody listens, the wrong process does, or not at every address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.model.zookeeper import ELECTION_PORT
from hiera_kafka.ops.look.seen import ListenerSeen, ServerSeen
from hiera_kafka.ops.verify.checks.hosts.ports_open import PortsOpen
from hiera_kafka.ops.verify.result import Status
from hiera_kafka.ops.verify.views.host import HostView
from lib.data.healthy_host import LEADER_PORT, M1, healthy_view, results, stopped

KAFKA = "kafka 9092"
LEADER = f"zookeeper {LEADER_PORT}"


def kafka_at(*sockets: tuple[str, int | None], view: HostView | None = None) -> HostView:
    """Return a view in which these are the sockets of port 9092, by address and process."""
    view = view or healthy_view()
    others = [one for one in view.seen.listeners if one.port != 9092]
    found = (*others, *(ListenerSeen(address, 9092, pid) for address, pid in sockets))
    return replace(view, answer=replace(view.seen, listeners=found))


PID = healthy_view().seen.services["kafka"].pid


@pytest.mark.parametrize(
    ("sockets", "status", "observed"),
    [
        ((("::", PID),), Status.OK, "[::]:9092"),
        ((), Status.CRITICAL, "nobody listens"),
        ((("0.0.0.0", PID),), Status.CRITICAL, "0.0.0.0:9092, but not ::1, fd00::10"),
        ((("192.0.2.10", PID),), Status.CRITICAL, "192.0.2.10:9092, but not 127.0.0.1, ::1, fd00::10"),
        ((("::", 812),), Status.CRITICAL, "[::]:9092, by process 812"),
        ((("192.0.2.10", 812), ("::", PID)), Status.OK, "192.0.2.10:9092, [::]:9092"),
        ((("::", None),), Status.UNKNOWN, "[::]:9092, by a process that cannot be seen"),
        ((("0.0.0.0", None),), Status.CRITICAL, "0.0.0.0:9092, but not ::1, fd00::10"),
    ],
)
def test_a_port_for_every_address(sockets: tuple[tuple[str, int], ...], status: Status, observed: str) -> None:
    found = results(PortsOpen, kafka_at(*sockets))
    assert (found[KAFKA].status, found[KAFKA].observed) == (status, observed)
    assert found[KAFKA].expected == "kafka listens on every address (plaintext listener) (default)"
    assert {one.status for name, one in found.items() if name != KAFKA} == {Status.OK}


@pytest.mark.parametrize("fact", ["listeners", "addresses"])
def test_what_could_not_be_read_is_unknown(fact: str) -> None:
    found = results(PortsOpen, replace(kafka_at(), answer=replace(kafka_at().seen, unread={fact: "not permitted"})))
    assert {(one.status, one.observed) for one in found.values()} == {(Status.UNKNOWN, "not permitted")}


def test_on_a_host_without_ipv6_the_address_of_ipv4_is_enough() -> None:
    found = results(PortsOpen, kafka_at(("0.0.0.0", PID), view=healthy_view(addresses=("127.0.0.1", "192.0.2.10"))))
    assert found[KAFKA].status is Status.OK


def test_who_holds_the_port_of_a_service_that_does_not_run_is_said() -> None:
    found = results(PortsOpen, kafka_at(("::", 812), view=stopped(healthy_view(), "kafka")))
    assert (found[KAFKA].status, found[KAFKA].observed) == (Status.CRITICAL, "[::]:9092, by process 812")


def test_a_port_of_one_address_is_open_there() -> None:
    found = results(PortsOpen, healthy_view(M1))
    assert found["kafka 9999"].status is Status.OK
    assert found["kafka 9999"].expected == "kafka listens on 127.0.0.1 (JMX)"
    assert [place.line for place in found["kafka 9999"].where] == [1]


def test_the_same_port_at_the_address_of_another_host_of_this_machine_is_not_in_the_way() -> None:
    view = healthy_view(M1)
    elsewhere = ListenerSeen("127.0.2.3", 9999, 812)
    shared = replace(view, answer=replace(view.seen, listeners=(elsewhere, *view.seen.listeners)))
    assert results(PortsOpen, shared)["kafka 9999"].status is Status.OK

    alone = replace(view, answer=replace(view.seen, listeners=(elsewhere,)))
    assert results(PortsOpen, alone)["kafka 9999"].observed == "nobody listens"
    taken = replace(view, answer=replace(view.seen, listeners=(ListenerSeen("0.0.0.0", 9999, 812),)))
    assert results(PortsOpen, taken)["kafka 9999"].observed == "0.0.0.0:9999, by process 812"
    moved = ListenerSeen("192.0.2.10", 9999, view.seen.services["kafka"].pid)
    assert results(PortsOpen, replace(view, answer=replace(view.seen, listeners=(moved,))))[
        "kafka 9999"
    ].observed.startswith("192.0.2.10:9999, but not ")


@pytest.mark.parametrize(
    ("mode", "status", "observed"),
    [
        ("follower", Status.OK, "closed: this one is no leader but follower"),
        ("observer", Status.OK, "closed: this one is no leader but observer"),
        ("leader", Status.CRITICAL, "nobody listens"),
        ("looking", Status.UNKNOWN, "closed; whether it leads is not known (looking)"),
        (None, Status.UNKNOWN, "closed; whether it leads is not known (no answer)"),
    ],
)
def test_the_port_of_the_leader_is_open_there_alone(mode: str | None, status: Status, observed: str) -> None:
    servers = () if mode is None else (ServerSeen("zookeeper", mode, "", None, 1, {}, {}),)
    view = healthy_view(servers=servers)
    listeners = tuple(one for one in view.seen.listeners if one.port != LEADER_PORT)
    found = results(PortsOpen, replace(view, answer=replace(view.seen, listeners=listeners)))
    assert (found[LEADER].status, found[LEADER].observed) == (status, observed)
    assert {one.status for name, one in found.items() if name != LEADER} == {Status.OK}


@pytest.mark.parametrize(
    ("address", "status", "observed"),
    [
        ("192.0.2.10", Status.OK, "192.0.2.10:2183"),
        ("::", Status.OK, "[::]:2183"),
        ("127.0.1.1", Status.CRITICAL, "127.0.1.1:2183, but not an address that other hosts reach"),
    ],
)
def test_members_speak_to_each_other_at_the_one_address_of_a_name(address: str, status: Status, observed: str) -> None:
    view = healthy_view()
    pid = view.seen.services["zookeeper"].pid
    others = tuple(one for one in view.seen.listeners if one.port != ELECTION_PORT)
    listeners = (*others, ListenerSeen(address, ELECTION_PORT, pid))
    found = results(PortsOpen, replace(view, answer=replace(view.seen, listeners=listeners)))
    name = f"zookeeper {ELECTION_PORT}"
    assert (found[name].status, found[name].observed) == (status, observed)
    assert "the address that its members have for it" in found[name].expected

"""Which way leads to a cluster: straight where anything answers, else through SSH, as far as the inventory says how."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.clients import via
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.errors import ClientError, Diagnostic, ProjectError
from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.ops.reach.ways import Via, Ways, places_of, sessions_at, ways_of_inventory

CLOSED = [Endpoint("127.0.0.1", 1)]
SILENT = ClientError(Diagnostic("cluster-not-answering", "no broker answers", note="first"))


@contextmanager
def _listening() -> Iterator[list[Endpoint]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield [*CLOSED, Endpoint(*listener.getsockname())]


def _never() -> Sessions:
    raise AssertionError("nobody is to log in")


def _here() -> Sessions:
    return sessions_at([Reach.here("127.0.0.1")])


def test_what_answers_is_reached_straight_and_nobody_logs_in() -> None:
    with _listening() as places, Ways(Via.AUTO, _never) as ways:
        assert ways.via(places) is None
    with Ways(Via.DIRECT, _never) as ways:
        assert ways.via(CLOSED) is None
    with Ways.straight() as ways:
        assert ways.via(CLOSED) is None


def test_the_way_to_a_cluster_stays_the_same() -> None:
    with Ways(Via.AUTO, _never) as ways:
        with _listening() as places:
            assert ways.via(places) is None
        assert ways.via(reversed(places)) is None


def test_what_does_not_answer_is_reached_through_one_proxy() -> None:
    asked = []

    def sessions() -> Sessions:
        asked.append(1)
        return _here()

    with Ways(Via.AUTO, sessions) as ways:
        url = ways.via(CLOSED)
        assert url == ways.via(CLOSED)
        assert str(url).startswith("socks5h://")
    assert asked == [1]


def test_looks_and_ways_share_their_sessions() -> None:
    with Ways(Via.DIRECT, _here) as ways:
        assert ways.sessions() is ways.sessions()
    assert list(Ways.straight(lambda: ["kafka1"]).sessions().reaches.values()) == [Reach.here("kafka1")]


def test_ssh_can_be_wanted_where_the_way_is_open() -> None:
    with _listening() as places, Ways(Via.SSH, _here) as ways:
        assert ways.via(places) is not None


def _failing() -> Sessions:
    raise ProjectError(Diagnostic("ansible-inventory-failed", "Ansible did not say"))


def test_an_inventory_that_tells_no_way_is_an_error_only_where_ssh_is_wanted() -> None:
    with Ways(Via.SSH, _failing) as ways, pytest.raises(ProjectError, match="Ansible did not say"):
        ways.via(CLOSED)
    with Ways(Via.AUTO, _failing) as ways:
        assert ways.via(CLOSED) is None
        with pytest.raises(ClientError) as caught, ways.explained():
            raise SILENT
    assert caught.value.diagnostics[0].note == "first\nSSH was not tried: Ansible did not say"


def test_a_cluster_that_does_not_answer_is_told_with_what_ssh_said() -> None:
    with Ways(Via.SSH, _here) as ways:
        url = ways.via(CLOSED)
        with pytest.raises(OSError, match="does not get to"):
            via.connect(str(url), ("127.0.0.1", 1), 5)
        with pytest.raises(ClientError) as caught, ways.explained():
            raise SILENT

        assert "through SSH, 127.0.0.1:1: " in str(caught.value.diagnostics[0].note)
        with pytest.raises(ClientError) as caught, ways.explained([Endpoint("127.0.0.1", 2)]):
            raise SILENT
        assert caught.value is SILENT


@pytest.mark.parametrize("error", [SILENT, ClientError(Diagnostic("cluster-refuses", "no"))])
def test_other_errors_stay_as_they_are(error: ClientError) -> None:
    with pytest.raises(ClientError) as caught, Ways(Via.SSH, _here) as ways, ways.explained():
        raise error
    assert caught.value is error


def test_names_and_addresses_lead_to_hosts_unless_several_have_them() -> None:
    one, two, three = Reach("a", "10.0.0.1"), Reach("b", "127.0.0.1", 2201), Reach("c", "127.0.0.1", 2202)

    assert places_of([one, two, three]) == {"a": "a", "b": "b", "c": "c", "10.0.0.1": "a"}
    assert places_of([Reach("a", "b"), Reach("b", "x")]) == {"a": "a", "b": "b", "x": "b"}


def _inventory_of(tmp_path: Path) -> Path:
    file = tmp_path / "hosts.yml"
    file.write_text("all:\n  hosts:\n    127.0.0.1: {ansible_connection: local}\n")
    return file


@pytest.mark.slow
@pytest.mark.parametrize("way", [Via.AUTO, Via.SSH])
def test_an_inventory_has_sessions_of_its_own(tmp_path: Path, way: Via) -> None:
    here = project.find(Path(__file__).parent)
    hosts: Callable[[], list[str]] = lambda: ["127.0.0.1"]  # noqa: E731
    with ways_of_inventory(way, here, _inventory_of(tmp_path), hosts) as ways:
        url = ways.via(CLOSED)
        assert url is not None
        with socket.create_server(("127.0.0.1", 0)) as listener:
            via.connect(url, ("127.0.0.1", listener.getsockname()[1]), 5).close()

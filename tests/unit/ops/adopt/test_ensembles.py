"""Who tells the id of a ZooKeeper server, and which names are refused; real ones are in tests/local/test_adopt.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

import pytest

from hiera_kafka.clients.zookeeper import ConnectString
from hiera_kafka.errors import ClientError, Diagnostic, HieraKafkaError
from hiera_kafka.ops.adopt import ensembles
from hiera_kafka.ops.adopt.host_services import HostService
from hiera_kafka.ops.adopt.running import RunningServer
from lib.data.host_services import server

NOBODY = ConnectString.parse("127.0.0.1:1")  # no program is given that port


def refusal(error: pytest.ExceptionInfo[HieraKafkaError]) -> tuple[str, ...]:
    return tuple(diagnostic.id for diagnostic in error.value.diagnostics)


def served(
    connect: ConnectString,
    given: Mapping[str, int],
    services: Mapping[str, tuple[HostService, ...]] | None = None,
) -> tuple[tuple[RunningServer, ...], tuple[str, ...]]:
    return ensembles.servers(ensembles.members(connect), given, services or {})


@pytest.mark.parametrize(
    ("values", "line", "expected"),
    [({"serverId": "3"}, None, 3), ({"serverId": "0"}, 2, 2), ({}, 2, 2), ({}, None, None)],
)
def test_an_id_is_told_by_the_server_or_by_its_line_and_never_guessed(
    values: dict[str, str], line: int | None, expected: int | None
) -> None:
    assert ensembles._own_id(values, line) == expected


def test_ids_that_the_caller_gives_stand_for_an_ensemble_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiera_kafka.clients.zookeeper.CONNECT_S", 0.2)
    found = ensembles.members(NOBODY)
    servers, notes = ensembles.servers(found, {"127.0.0.1": 4}, {})

    assert [(server.myid, server.source) for server in servers] == [(4, None)]
    assert found.lines == {}
    assert any("does not answer" in note for note in notes)
    with pytest.raises(ClientError):
        ensembles.servers(found, {}, {})


@pytest.mark.parametrize(
    ("line", "port"),
    [
        ("zk1:2888:3888:participant;0.0.0.0:2191", 2191),
        ("zk1:2888:3888;2192", 2192),
        ("zk1:2888:3888", 2181),
    ],
)
def test_a_line_of_the_ensemble_may_have_the_clients_port(line: str, port: int) -> None:
    assert ensembles._client_port(line) == port


class Answering:
    """An ensemble that answers with the lines it has; its servers do not."""

    lines: ClassVar[dict[int, str]] = {}

    def __init__(self, connect: ConnectString, via: str | None) -> None:
        self.connect = connect

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def members(self) -> dict[int, str]:
        return self.lines


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> type[Answering]:
    def settings(address: object, via: str | None) -> object:
        raise ClientError(Diagnostic("cluster-not-answering", f"{address} does not answer"))

    monkeypatch.setattr(ensembles, "Ensemble", Answering)
    monkeypatch.setattr(ensembles, "settings", settings)
    monkeypatch.setattr(Answering, "lines", {})
    return Answering


def test_an_id_that_nobody_tells_is_asked_for_by_its_host(answering: type[Answering]) -> None:
    with pytest.raises(HieraKafkaError) as caught:
        served(ConnectString.parse("zk1,zk2"), {"zk1": 1})
    assert refusal(caught) == ("myid-unknown",)
    assert caught.value.diagnostics[0].hint is not None
    assert "--myid zk2=N" in caught.value.diagnostics[0].hint


def test_members_that_brokers_are_not_given_belong_to_the_ensemble(answering: type[Answering]) -> None:
    answering.lines = {1: "zk1:2888:3888:participant", 4: "zk4:2888:3888:observer;2191"}
    servers, _ = served(ConnectString.parse("zk1:2181"), {})

    assert [(str(server.address), server.myid) for server in servers] == [("zk1:2181", 1), ("zk4:2191", 4)]


def test_names_that_no_host_has_are_refused_since_files_are_called_by_them(answering: type[Answering]) -> None:
    answering.lines = {1: "zk1:2888:3888", 2: "../../../etc/cron.d/x:2888:3888"}
    with pytest.raises(HieraKafkaError) as caught:
        served(ConnectString.parse("zk1"), {})
    assert refusal(caught) == ("host-name-invalid",)


def test_files_tell_ids_and_members_that_servers_do_not(answering: type[Answering]) -> None:
    lines = {"server.7": "zk1:2888:3888", "server.8": "zk2:2888:3888"}
    services = {f"zk{n}": (server(myid=6 + n, options={**lines, "tickTime": "x", "snapCount": "5"}),) for n in (1, 2)}
    found, _ = served(ConnectString.parse("zk1,zk2"), {"zk2": 9}, services)

    assert [(one.myid, one.source, one.values) for one in found] == [
        (7, "zoo.cfg", {"clientPort": "2181", "dataDir": "/var/lib/zookeeper"}),
        (9, "zoo.cfg", {"clientPort": "2181", "dataDir": "/var/lib/zookeeper"}),  # the caller's word counts
    ]
    assert ensembles.lines_of_files(found) == {7: "zk1:2888:3888", 8: "zk2:2888:3888"}


def test_files_stand_for_an_ensemble_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiera_kafka.clients.zookeeper.CONNECT_S", 0.2)
    found, notes = served(NOBODY, {}, {"127.0.0.1": (server(myid=4, options={"clientPort": "1"}),)})

    assert [(one.myid, one.source) for one in found] == [(4, "zoo.cfg")]
    assert len(notes) == 2

"""What is refused of a running cluster, and who tells the id of a server; a real one: tests/local/test_adopt.py."""

from __future__ import annotations

from typing import ClassVar, Self

import pytest

from hiera_kafka.clients.brokers import Member
from hiera_kafka.clients.zookeeper import ConnectString, Registration
from hiera_kafka.errors import ClientError, HieraKafkaError
from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.ops.adopt import running
from lib.data.running import broker, cluster

NOBODY = ConnectString.parse("127.0.0.1:1")  # no program is given that port


def refusal(error: pytest.ExceptionInfo[HieraKafkaError]) -> tuple[str, ...]:
    return tuple(diagnostic.id for diagnostic in error.value.diagnostics)


def test_brokers_that_share_a_host_and_hosts_that_are_none_are_refused_together() -> None:
    members = [Member(1, "127.0.0.1", 9092, None), Member(2, "127.0.0.1", 9093, None), Member(3, "::1", 9092, None)]

    with pytest.raises(HieraKafkaError) as caught:
        running._refuse_hosts(members)
    assert refusal(caught) == ("brokers-share-host", "host-name-invalid")
    assert "ports 9092 and 9093" in caught.value.diagnostics[0].message


def test_localhost_is_its_address() -> None:
    assert running._named(Member(1, "localhost", 9092, "a")) == Member(1, "127.0.0.1", 9092, "a")


def test_brokers_say_where_their_metadata_is() -> None:
    one = broker(1, "k1", {"zookeeper.connect": "zk1:2181, zk2/kafka/main/"})

    assert str(running._connect([one])) == "zk1:2181,zk2:2181/kafka/main"


@pytest.mark.parametrize(
    "lines", [{"zookeeper.connect": ""}, {"process.roles": "broker", "controller.quorum.voters": "1@c"}]
)
def test_a_cluster_whose_metadata_is_elsewhere_is_refused(lines: dict[str, str]) -> None:
    with pytest.raises(HieraKafkaError) as caught:
        running._connect([broker(1, "k1", lines)])
    assert refusal(caught) == ("cluster-without-zookeeper",)


def test_brokers_without_a_plaintext_listener_are_not_asked() -> None:
    inside = Registration(1, ("CLIENTS://k1:9092", "IN://k1:9093"), {"CLIENTS": "SSL", "IN": "PLAINTEXT"}, None)

    assert running._endpoints([inside], NOBODY) == (Endpoint("k1", 9093),)
    with pytest.raises(ClientError, match="plaintext listener"):
        running._endpoints([Registration(1, ("SSL://k1:9093",), {"SSL": "SSL"}, None)], NOBODY)


@pytest.mark.parametrize(
    ("values", "line", "count", "expected"),
    [
        ({"serverId": "3"}, None, 3, 3),
        ({"serverId": "0"}, 2, 3, 2),
        ({}, 2, 3, 2),
        ({"serverId": "0"}, None, 1, 1),  # standalone
        ({}, None, 3, None),
    ],
)
def test_an_id_is_told_by_the_server_or_by_its_line_and_never_guessed(
    values: dict[str, str], line: int | None, count: int, expected: int | None
) -> None:
    assert running._own_id(values, line, count) == expected


def test_ids_that_the_caller_gives_stand_for_an_ensemble_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiera_kafka.clients.zookeeper.CONNECT_S", 0.2)
    servers, lines, notes = running._servers(NOBODY, {"127.0.0.1": 4})

    assert [(server.myid, server.source) for server in servers] == [(4, None)]
    assert lines == {}
    assert any("does not answer" in note for note in notes)
    with pytest.raises(ClientError):
        running._servers(NOBODY, {})


@pytest.mark.parametrize(
    ("line", "port"),
    [
        ("zk1:2888:3888:participant;0.0.0.0:2191", 2191),
        ("zk1:2888:3888;2192", 2192),
        ("zk1:2888:3888", 2181),
    ],
)
def test_a_line_of_the_ensemble_may_have_the_clients_port(line: str, port: int) -> None:
    assert running._client_port(line) == port


def test_a_cluster_is_local_where_all_of_its_addresses_are() -> None:
    assert cluster(broker(1, "127.9.0.1", {}), connect="127.9.0.2").is_local
    assert not cluster(broker(1, "127.9.0.1", {}), connect="zk1.example.org").is_local
    assert not cluster(broker(1, "k1.example.org", {}), connect="127.9.0.2").is_local


class Answering:
    """An ensemble that answers with the lines it has; its servers do not."""

    lines: ClassVar[dict[int, str]] = {}

    def __init__(self, connect: ConnectString) -> None:
        self.connect = connect

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def members(self) -> dict[int, str]:
        return self.lines


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> type[Answering]:
    def settings(address: object) -> object:
        raise ClientError(running.Diagnostic("cluster-not-answering", f"{address} does not answer"))

    monkeypatch.setattr(running, "Ensemble", Answering)
    monkeypatch.setattr(running, "settings", settings)
    monkeypatch.setattr(Answering, "lines", {})
    return Answering


def test_an_id_that_nobody_tells_is_asked_for_by_its_host(answering: type[Answering]) -> None:
    with pytest.raises(HieraKafkaError) as caught:
        running._servers(ConnectString.parse("zk1,zk2"), {"zk1": 1})
    assert refusal(caught) == ("myid-unknown",)
    assert caught.value.diagnostics[0].hint is not None
    assert "--myid zk2=N" in caught.value.diagnostics[0].hint


def test_members_that_brokers_are_not_given_belong_to_the_ensemble(answering: type[Answering]) -> None:
    answering.lines = {1: "zk1:2888:3888:participant", 4: "zk4:2888:3888:observer;2191"}
    servers, _, _ = running._servers(ConnectString.parse("zk1:2181"), {})

    assert [(str(server.address), server.myid) for server in servers] == [("zk1:2181", 1), ("zk4:2191", 4)]


def test_names_that_no_host_has_are_refused_since_files_are_called_by_them(answering: type[Answering]) -> None:
    answering.lines = {1: "zk1:2888:3888", 2: "../../../etc/cron.d/x:2888:3888"}
    with pytest.raises(HieraKafkaError) as caught:
        running._servers(ConnectString.parse("zk1"), {})
    assert refusal(caught) == ("host-name-invalid",)

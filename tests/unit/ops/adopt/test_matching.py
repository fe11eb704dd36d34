"""Which process is which broker or server, and what is told of the others."""

from __future__ import annotations

from typing import Any

import pytest

from hiera_kafka.clients.brokers import Member
from hiera_kafka.clients.zookeeper import ServerAddress
from hiera_kafka.ops.adopt import matching
from hiera_kafka.ops.adopt.host_services import HostService
from hiera_kafka.ops.adopt.running import RunningServer
from lib.data.host_services import server, service
from lib.data.running import broker

MEMBER = Member(3, "k3.example.org", 9092, None)


def marked(**properties: str) -> list[dict[str, Any]]:
    return [{"path": "/a", "properties": {name.replace("_", "."): v for name, v in properties.items()}, "detail": ""}]


def brokers(*changes: dict[str, Any]) -> list[HostService]:
    return [service(pid=pid, **{"options": {}, **one}) for pid, one in enumerate(changes, 1)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([{"options": {"broker.id": "3"}}, {"options": {"broker.id": "4"}}], 1),
        ([{"options": {"node.id": "4"}}, {"options": {"node.id": "3"}}], 2),
        ([{"options": {"broker.id": "4"}, "overrides": {"broker.id": "3"}}], 1),
        ([{"options": {"broker.id": "-1"}, "data": marked(broker_id="3")}], 1),
        ([{"data": marked(broker_id="3", cluster_id="ours")}, {"data": marked(broker_id="3", cluster_id="other")}], 1),
        ([{"options": {"broker.id": "3"}, "data": marked(cluster_id="other")}], None),
        ([{"options": {"broker.id": "4"}}], None),
        ([{"detail": "could not be read"}], 1),  # who else should it be
        ([{"detail": "could not be read"}, {"detail": "could not be read"}], None),
        ([{"options": {"broker.id": "3"}}, {"options": {"broker.id": "3"}}], None),
        ([{"kind": "connect", "options": {"broker.id": "3"}}], None),
        ([], None),
    ],
)
def test_a_broker_is_known_by_its_id_and_its_cluster(changes: list[dict[str, Any]], expected: int | None) -> None:
    found = matching.broker_service(MEMBER, "ours", brokers(*changes))

    assert (None if found is None else found.pid) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([{"clientPort": "2181"}], 1),
        ([{"clientPort": "2191"}], None),
        ([{"clientPort": "2191"}, {"clientPort": "2181"}], 2),
        ([{"clientPortAddress": "127.0.0.2"}, {"clientPortAddress": "127.0.0.1"}], 2),
        ([{"clientPortAddress": "zk1.internal"}], 1),  # another name of the host
        ([{"clientPort": None}], 1),  # in the file of members
        ([{}, {}], None),
        ([], None),
    ],
)
def test_a_server_is_known_by_where_clients_reach_it(
    options: list[dict[str, str | None]], expected: int | None
) -> None:
    services = [server(pid=pid, options=one) for pid, one in enumerate(options, 1)]
    found = matching.server_service(ServerAddress("127.0.0.1"), services)

    assert (None if found is None else found.pid) == expected


def test_what_a_broker_does_not_show_its_file_does() -> None:
    lines = {"broker.id": "3", "super.users": "User:a", "ssl.key.password": None}
    one = broker(3, MEMBER.host, {"super.users": None, "ssl.key.password": None})
    found = matching.with_service(one, None, {MEMBER.host: (service(options=lines),)})

    assert (found.options["super.users"].file, found.options["super.users"].sensitive) == ("User:a", False)
    assert (found.options["ssl.key.password"].file, found.options["ssl.key.password"].sensitive) == (None, True)
    assert found.service is not None


def test_a_file_that_was_changed_since_does_not_tell_what_runs() -> None:
    one = broker(3, MEMBER.host, {"super.users": None})
    changed = service(options={"broker.id": "3", "super.users": "User:a"}, changed=2000.0)
    found = matching.with_service(one, None, {MEMBER.host: (changed,)})

    assert found.options["super.users"].file is None
    assert found.service is changed


def test_hosts_that_were_not_looked_at_change_nothing() -> None:
    one = broker(3, MEMBER.host, {})

    assert matching.with_service(one, None, matching.nobody([MEMBER.host]).services) is one


def test_what_else_runs_is_told_once_and_what_is_not_seen_too() -> None:
    mine, mirror = service(detail="a file is gone"), service(kind="mirror-maker", pid=12, unit="mm2.service")
    both = (mine, mirror)
    one = matching.with_service(broker(1, "127.0.0.1", {}), None, {"127.0.0.1": both})
    two = broker(2, "127.0.0.2", {})
    keeper = RunningServer(ServerAddress("127.0.0.2"), 1, {}, None)
    away = broker(3, "127.0.0.3", {})
    told = list(matching.others([one, two, away], [keeper], {"127.0.0.1": both, "127.0.0.2": both}))

    assert told == [
        "127.0.0.1 also runs a MirrorMaker that is not adopted: unit mm2.service, /opt/kafka/config/server.properties",
        "broker 1 on 127.0.0.1: a file is gone",
        "127.0.0.2 shows no process of broker 2",
        "127.0.0.2 shows no process of ZooKeeper 127.0.0.2:2181",
    ]

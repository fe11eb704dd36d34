"""What gates are told, and the plan of a rolling restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.errors import CatalogError
from hiera_kafka.ops.roll import order
from lib.data.project_trees import project_tree

K1, K2, K3 = (f"k{number}.example.org" for number in (1, 2, 3))
DATA = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 1, k2.example.org: 2, k3.example.org: 3}}}\n"
    "kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 11}, "
    "k2.example.org: {id: 12, port: 9192}}}}\n"
    "profile::kafka::broker::log_dirs: [/srv/a, /srv/b]\n"
)


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path, DATA))


def looked(**changes: Any) -> dict[str, Any]:
    seen = {"restart": False, "files": [], "runs": True, "leads": False, "blockers": [], "accepted": []}
    return {**seen, **changes}


def pending(path: str, **changes: Any) -> dict[str, Any]:
    return looked(restart=True, files=[path], **changes)


def test_a_gate_is_told_every_peer_with_its_own_port_and_itself_where_it_listens(inventory: str) -> None:
    told = order.gate(inventory, K1, "kafka_broker")
    assert told["members"] == [
        {"id": 11, "host": K1, "address": "127.0.0.1", "port": 9092},
        {"id": 12, "host": K2, "address": K2, "port": 9192},
    ]
    assert (told["kind"], told["service"], told["own"]) == ("kafka", "kafka", 11)
    assert told["log_dirs"] == ["/srv/a", "/srv/b"]
    assert (told["service_manager"], told["root"]) == ("systemd", "")
    assert type(told["service_manager"]) is str


def test_the_gate_of_zookeeper_has_no_data_directories(inventory: str) -> None:
    told = order.gate(inventory, K3, "zookeeper")
    assert [member["id"] for member in told["members"]] == [1, 2, 3]
    assert told["log_dirs"] == []


def test_a_host_without_the_role_is_refused(inventory: str) -> None:
    with pytest.raises(CatalogError, match="role-not-of-host"):
        order.gate(inventory, K3, "kafka_broker")


def test_the_plan_restarts_zookeeper_first_and_whoever_leads_last(inventory: str) -> None:
    zoo, kafka = "/etc/zookeeper/conf/zoo.cfg", "/etc/kafka/server.properties"
    plan = order.plan(
        inventory,
        {
            K1: {"zookeeper": pending(zoo, leads=True), "kafka_broker": pending(kafka)},
            K2: {"zookeeper": pending(zoo), "kafka_broker": pending(kafka)},
            K3: {"zookeeper": looked()},
        },
    )
    assert plan["restarts"] == [["zookeeper", K2], ["zookeeper", K1], ["kafka_broker", K1], ["kafka_broker", K2]]
    assert plan["blockers"] == []
    assert plan["text"] == (
        "Rolling restart, one at a time, each behind gates:\n"
        "  ZooKeeper main\n"
        "    1. k2.example.org: changed since its start: /etc/zookeeper/conf/zoo.cfg\n"
        "    2. k1.example.org (the leader now, so last): changed since its start: /etc/zookeeper/conf/zoo.cfg\n"
        "    nothing pending: k3.example.org\n"
        "  Kafka events\n"
        "    1. k1.example.org: changed since its start: /etc/kafka/server.properties\n"
        "    2. k2.example.org: changed since its start: /etc/kafka/server.properties"
    )


def test_the_plan_says_what_is_asked_for_accepted_down_or_not_to_be_done(inventory: str) -> None:
    plan = order.plan(
        inventory,
        {
            K1: {"kafka_broker": looked(restart=True, accepted=["stopping broker 11 takes a partition away"])},
            K2: {"kafka_broker": looked(runs=False)},
        },
    )
    assert plan["text"].splitlines()[1:] == [
        "  Kafka events",
        "    1. k1.example.org: nothing changed, but asked for",
        "    does not run, so is not restarted: k2.example.org",
        "    accepted: stopping broker 11 takes a partition away",
    ]
    assert order.plan(inventory, {K3: {"zookeeper": looked()}})["text"].endswith("\nNothing is to be restarted.")


def test_what_stands_in_the_way_of_several_is_said_once(inventory: str) -> None:
    both = pending("/etc/kafka/server.properties", blockers=["error[gate-broker-down]: broker 13"])
    plan = order.plan(inventory, {K1: {"kafka_broker": both}, K2: {"kafka_broker": both}})
    assert plan["blockers"] == ["k1.example.org, k2.example.org: error[gate-broker-down]: broker 13"]


def test_the_paths_of_a_local_host_are_shown_as_those_of_a_host(tmp_path: Path) -> None:
    inventory = str(project_tree(tmp_path, DATA, local=True))
    root = f"{tmp_path}/var/test/{K1}"
    told = order.gate(inventory, K1, "zookeeper")
    assert told["root"] == root
    plan = order.plan(inventory, {K1: {"zookeeper": pending(f"{root}/etc/zookeeper/conf/zoo.cfg")}})
    assert "k1.example.org: changed since its start: /etc/zookeeper/conf/zoo.cfg" in plan["text"]

"""A rolling restart as the actions of its playbook see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.bridge import roll
from hiera_kafka.errors import HieraKafkaError
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


def observed(role: str, *files: str, pid: int | None = 7, everything: bool = False, **gate: Any) -> dict[str, Any]:
    name = {"kafka_broker": "kafka"}.get(role, role)
    found: dict[str, Any] = {
        "section": role,
        "services": [{"name": name, "pid": pid}],
        "restart_pending": [{"service": name, "files": list(files)}] if files else [],
        "restart_all": everything,
    }
    if files or everything:
        found["gate"] = {"leads": False, "blockers": [], "accepted": [], **gate}
    return found


def registered(*observations: dict[str, Any]) -> dict[str, Any]:
    return {"results": [{"observed": one} for one in observations]}


@pytest.mark.parametrize(
    ("given", "asks"),
    [
        (observed("kafka_broker", "/etc/kafka/server.properties"), True),
        (observed("kafka_broker"), False),
        (observed("kafka_broker", pid=None, everything=True), False),
    ],
)
def test_the_gate_is_asked_where_something_behind_it_is_to_be_restarted(
    inventory: str, given: dict[str, Any], asks: bool
) -> None:
    given.pop("gate", None)
    assert roll.asks_gate(inventory, K1, given) is asks


def test_no_gate_is_asked_for_mirrors(tmp_path: Path) -> None:
    mirrored = (
        DATA.replace(
            "kafka_clusters: {",
            "kafka_clusters: {other: {zookeeper_cluster_name: main, brokers: {k3.example.org: {id: 1}}}, ",
        )
        + "kafka_mirrors: {events_to_other: {source: events, destination: other, topics: 'a.+'}}\n"
    )
    inventory = str(project_tree(tmp_path, mirrored))
    assert not roll.asks_gate(inventory, K3, observed("kafka_mirror", "/etc/default/x", everything=True))


def test_the_plan_restarts_zookeeper_first_and_the_leader_last(inventory: str) -> None:
    zoo, kafka = "/etc/zookeeper/conf/zoo.cfg", "/etc/kafka/server.properties"
    plan = roll.plan(
        inventory,
        {
            K1: registered(observed("zookeeper", zoo, leads=True), observed("kafka_broker", kafka)),
            K2: registered(observed("zookeeper", zoo), observed("kafka_broker", kafka)),
            K3: registered(observed("zookeeper")),
        },
    )
    assert plan["restarts"] == [["zookeeper", K2], ["zookeeper", K1], ["kafka_broker", K1], ["kafka_broker", K2]]
    assert (plan["blockers"], plan["mirrors"]) == ([], {})
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
    accepted = ["stopping broker 11 takes a partition away"]
    plan = roll.plan(
        inventory,
        {
            K1: registered(observed("kafka_broker", everything=True, accepted=accepted)),
            K2: registered(observed("kafka_broker", pid=None)),
        },
    )
    assert plan["text"].splitlines()[1:] == [
        "  Kafka events",
        "    1. k1.example.org: nothing changed, but asked for",
        "    does not run, so is not restarted: k2.example.org",
        "    accepted: stopping broker 11 takes a partition away",
    ]
    idle = roll.plan(inventory, {K3: registered(observed("zookeeper"))})
    assert idle["text"].endswith("\nNothing is to be restarted.")


def test_what_stands_in_the_way_of_several_is_said_once(inventory: str) -> None:
    blockers = ["error[gate-broker-down]: broker 13"]
    both = registered(observed("kafka_broker", "/etc/kafka/server.properties", blockers=blockers))
    plan = roll.plan(inventory, {K1: both, K2: both})
    assert plan["blockers"] == ["k1.example.org, k2.example.org: error[gate-broker-down]: broker 13"]


def test_the_paths_of_a_local_host_are_shown_as_those_of_a_host(tmp_path: Path) -> None:
    inventory = str(project_tree(tmp_path, DATA, local=True))
    path = f"{tmp_path}/var/test/{K1}/etc/zookeeper/conf/zoo.cfg"
    plan = roll.plan(inventory, {K1: registered(observed("zookeeper", path))})
    assert "k1.example.org: changed since its start: /etc/zookeeper/conf/zoo.cfg" in plan["text"]


def test_a_host_of_which_nothing_was_observed_is_refused(inventory: str) -> None:
    with pytest.raises(HieraKafkaError, match=r"roll-record-invalid\]: what was observed on k2\.example\.org"):
        roll.plan(inventory, {K1: registered(observed("zookeeper")), K2: None})

"""What gates are asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.bridge import gates
from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.errors import CatalogError
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


def test_a_gate_asks_every_peer_at_its_own_port_and_itself_where_it_listens(inventory: str) -> None:
    asked = gates.gate(HostSection.of(inventory, K1, "kafka_broker"))
    assert asked["members"] == [
        {"id": 11, "host": K1, "address": "127.0.0.1", "port": 9092},
        {"id": 12, "host": K2, "address": K2, "port": 9192},
    ]
    assert (asked["kind"], asked["service"], asked["own"]) == ("kafka", "kafka", 11)
    assert asked["log_dirs"] == ["/srv/a", "/srv/b"]
    assert (asked["service_manager"], asked["root"]) == ("systemd", "")
    assert type(asked["service_manager"]) is str


def test_the_gate_of_zookeeper_has_no_data_directories(inventory: str) -> None:
    asked = gates.gate(HostSection.of(inventory, K3, "zookeeper"))
    assert [member["id"] for member in asked["members"]] == [1, 2, 3]
    assert asked["log_dirs"] == []


def test_a_host_without_the_role_is_refused(inventory: str) -> None:
    with pytest.raises(CatalogError, match="role-not-of-host"):
        gates.gate(HostSection.of(inventory, K3, "kafka_broker"))


def test_the_gate_of_a_local_host_looks_below_its_directory(tmp_path: Path) -> None:
    inventory = str(project_tree(tmp_path, DATA, local=True))
    assert gates.gate(HostSection.of(inventory, K1, "zookeeper"))["root"] == f"{tmp_path}/var/test/{K1}"

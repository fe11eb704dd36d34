"""Who a run that locks clusters is, and whom it asks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hiera_kafka.errors import CatalogError
from hiera_kafka.ops.roll import cluster_lock, process_identity
from hiera_kafka.ops.roll.cluster_lock import Lock
from lib.data.project_trees import project_tree

K1, K2, K3 = HOSTS = tuple(f"k{number}.example.org" for number in (1, 2, 3))
DATA = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 3, k2.example.org: 2, k3.example.org: 1}}}\n"
    "kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 11}}}}\n"
)
BOTH = [["zookeeper", K1], ["kafka_broker", K1], ["kafka_broker", K2]]


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path / "one", DATA))


def test_a_run_asks_all_members_of_each_cluster_in_one_order(inventory: str) -> None:
    run = cluster_lock.describe(inventory, BOTH, "rolling restart", 60)
    assert run.locks == (Lock("kafka_broker", "events", (K1,)), Lock("zookeeper", "main", (K3, K2, K1)))
    assert run.hosts == (K1, K3, K2)
    again = cluster_lock.describe(inventory, [["zookeeper", K3], ["zookeeper", K2]], "upgrade", 60)
    assert again.locks == run.locks[1:]
    assert again.run != run.run


def test_a_run_says_who_it_is_on_one_clean_line(inventory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "root")
    monkeypatch.setenv("SUDO_USER", "eve\x1b[31m\n")
    run = cluster_lock.describe(inventory, BOTH, "x" * 1000, 60)
    assert run.owner.startswith("eve\\x1b[31m\\n as root@")
    assert len(run.reason) == 200
    assert run.seconds == 60


def test_a_host_is_asked_for_the_locks_of_its_own_clusters(inventory: str) -> None:
    run = cluster_lock.describe(inventory, BOTH, "rolling restart", 60)
    assert run.locks_of(K1) == {"kafka_broker": "events", "zookeeper": "main"}
    assert run.locks_of(K2) == {"zookeeper": "main"}


def test_a_run_is_the_process_that_started_this_one(inventory: str) -> None:
    own = cluster_lock.describe(inventory, BOTH, "", 60).process
    assert own == process_identity.of_process(os.getppid())
    assert not process_identity.has_ended(own)


def test_a_role_that_has_no_lock_is_refused_and_hosts_without_a_role_are_left_out(inventory: str) -> None:
    assert cluster_lock.describe(inventory, [["kafka_broker", K2]], "", 60).locks == ()
    with pytest.raises(CatalogError, match="role-not-rolled"):
        cluster_lock.describe(inventory, [["zookeper", K1]], "", 60)


def test_mirrors_have_the_lock_of_the_cluster_that_they_write(tmp_path: Path) -> None:
    mirrored = (
        "zookeeper_clusters: {z: {hosts: {z1.example.org: 1}}}\n"
        "kafka_clusters:\n"
        "  a: {zookeeper_cluster_name: z, brokers: {a1.example.org: {id: 1}}}\n"
        "  b: {zookeeper_cluster_name: z, brokers: {b1.example.org: {id: 1}, b2.example.org: {id: 2}}}\n"
        "kafka_mirrors: {a_to_b: {source: a, destination: b, topics: 'a.+'}}\n"
    )
    inventory = str(project_tree(tmp_path, mirrored))
    services = [["kafka_mirror", "b2.example.org"], ["kafka_mirror", "a1.example.org"]]
    (lock,) = cluster_lock.describe(inventory, services, "", 60).locks
    assert lock == Lock("kafka_broker", "b", ("b1.example.org", "b2.example.org"))
    assert (lock.title, lock.needed) == ("Kafka b", 2)

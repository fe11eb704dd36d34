"""Each check of clusters and ensembles is seen red by breaking what it checks, on real brokers and servers."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient, TopicPartition

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from hiera_kafka.clients import groups
from hiera_kafka.clients.zookeeper import ConnectString
from hiera_kafka.model.endpoints import Endpoint, parse_endpoints
from hiera_kafka.ops.verify.observe_clusters import observe_cluster
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen
from lib.clusters.kafka_clients import UNCLOSED, forget_clients, until
from lib.clusters.local_cluster import HOSTS, ROOT, LocalCluster, local_cluster

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.filterwarnings(UNCLOSED)]

IDS = (1001, 1002, 1003)
THREE = (ROOT / "hieradata/three/project.yaml").read_text()
TWO_DISKS = f"{THREE}profile::kafka::broker::log_dirs: [/srv/kafka/a, /srv/kafka/b]\n"
CHECKS = (
    *("ensemble-*", "brokers-*", "one-controller", "cluster-id", "offline-*", "under-*", "leader-balance"),
    "reassignments",
)
Found = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with local_cluster(tmp_path_factory.mktemp("verify-brokers") / "home", TWO_DISKS) as cluster:
        cluster.up().good()
        create(cluster, "events", "--partitions", "60", "--replication-factor", "3")
        create(cluster, "strict", "--replication-factor", "3", "--config", "min.insync.replicas=3")
        create(cluster, "alone", "--replica-assignment", "1002")
        yield cluster


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    forget_clients()


def create(cluster: LocalCluster, topic: str, *words: str) -> None:
    cluster.kafka("topics", "--create", "--topic", topic, *words).good()


def verified(cluster: LocalCluster, *checks: str) -> Found:
    """Check to subject to its result."""
    only = [word for check in checks or CHECKS for word in ("--only", check)]
    found: Found = {}
    for result in cluster.hiera_kafka("verify", *only, "--output", "json").data["results"]:
        found.setdefault(result["check"], {})[result["subject"]] = result
    return found


def bad(found: Found) -> dict[str, dict[str, str]]:
    """Check to subject to status, of what is not ok."""
    return {
        check: {subject: result["status"] for subject, result in results.items() if result["status"] != "ok"}
        for check, results in found.items()
        if any(result["status"] != "ok" for result in results.values())
    }


def green(cluster: LocalCluster) -> None:
    until(lambda: not bad(verified(cluster)))


def broker(number: int) -> str:
    return f"broker {number} on {HOSTS[IDS.index(number)]}"


def member(number: int) -> str:
    return f"server {number} on {HOSTS[number - 1]}"


@contextlib.contextmanager
def stopped(cluster: LocalCluster, host: str, service: str) -> Iterator[None]:
    supervisor = Supervisor(str(cluster.host(host)))
    supervisor.stop(service, 60)
    try:
        yield
    finally:
        supervisor.start(service)


@contextlib.contextmanager
def frozen(cluster: LocalCluster, host: str) -> Iterator[None]:
    """A broker that runs and says nothing."""
    process = cluster.pids()[(host, "kafka")]
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@contextlib.contextmanager
def edited(path: Path, old: str, new: str) -> Iterator[None]:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    try:
        yield
    finally:
        path.write_text(text)


def observed(cluster: LocalCluster, *more: Endpoint) -> ClusterSeen:
    strings = cluster.strings()
    endpoints = (*more, *parse_endpoints(strings["bootstrap_servers"]))
    return observe_cluster(endpoints, zookeeper=ConnectString.parse(strings["zookeeper_connect"]))


def test_all_is_observed_and_green(three: LocalCluster) -> None:
    seen = observed(three)
    assert set(seen.controllers) == set(seen.members) == set(seen.options) == set(seen.directories) == set(IDS)
    assert len(set(seen.controllers.values())) == 1
    assert {number: one.rack for number, one in seen.members.items()} == dict(zip(IDS, "ABC", strict=True))
    assert seen.endpoints == {number: (f"PLAINTEXT://{one.host}:9092",) for number, one in seen.members.items()}
    assert set(seen.releases.values()) == {(3, 9)}
    assert {len(directories) for directories in seen.directories.values()} == {2}
    assert len(seen.partitions) >= 62
    assert seen.partitions[groups.TopicPartition("alone", 0)].replicas == (1002,)
    assert (seen.silent, seen.refused, seen.moving) == ({}, {}, {})

    found = verified(three)

    assert bad(found) == {}
    assert set(found["brokers-options"]) == {broker(number) for number in IDS}
    assert set(found["ensemble-modes"]) == {member(number) for number in (1, 2, 3)}
    assert len(found) == 20


def test_a_broker_that_takes_connections_and_says_nothing_costs_the_others_little(three: LocalCluster) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        mute = Endpoint("127.0.0.1", listener.getsockname()[1])
        for _ in range(3):  # kafka-python would begin with any of them, by chance
            begun = time.monotonic()
            seen = observed(three, mute)
            assert time.monotonic() - begun < 9  # the mute one is waited for, but at the same time as the others
            assert set(seen.controllers) == set(IDS)
            assert seen.silent == {str(mute): "no answer within 5 s"}


def test_a_broker_that_is_stopped_is_seen_by_what_it_is_missing_from(three: LocalCluster) -> None:
    with stopped(three, HOSTS[1], "kafka"):
        found = verified(three)

    gone = {broker(1002): "unknown"}
    assert bad(found) == {
        "brokers-answer": {"three": "critical"},
        "brokers-registered": {broker(1002): "critical"},
        "brokers-listeners": gone,
        "brokers-racks": gone,
        "brokers-version": gone,
        "brokers-options": gone,
        "offline-log-directories": gone,
        "offline-partitions": {"three": "critical"},
        "under-min-isr": {"three": "critical"},
        "under-replicated": {"three": "critical"},
        "leader-balance": {"three": "warning"},
    }
    assert found["offline-partitions"]["three"]["observed"] == "1 partition without one: alone:0"
    assert "strict:0 (2 of 3)" in found["under-min-isr"]["three"]["observed"]
    assert found["under-replicated"]["three"]["observed"].endswith("on 1002")
    assert found["leader-balance"]["three"]["hosts"] == [HOSTS[1]]

    until(lambda: set(bad(verified(three))) <= {"leader-balance"})
    three.kafka("leader-election", "--election-type", "PREFERRED", "--all-topic-partitions").good()
    green(three)


def test_what_was_set_in_the_cluster_is_told(three: LocalCluster) -> None:
    everywhere = ("configs", "--alter", "--entity-type", "brokers", "--entity-default")
    three.kafka(*everywhere, "--add-config", "log.retention.ms=3600000").good()
    try:
        found = verified(three, "brokers-options")
    finally:
        three.kafka(*everywhere, "--delete-config", "log.retention.ms").good()

    assert bad(found) == {"brokers-options": {broker(number): "warning" for number in IDS}}
    (result, *_) = found["brokers-options"].values()
    assert result["expected"] == "log.retention.hours = 168"
    assert "log.retention.ms = 3600000 was set in the cluster" in result["observed"]
    until(lambda: not bad(verified(three, "brokers-options")))


def test_data_that_says_something_else_is_told(three: LocalCluster) -> None:
    """Another id, rack, port, version and option in the data than in what runs."""
    old = "        id: 1003\n        rack: C\n"
    new = "        id: 1004\n        rack: D\n        port: 9192\n"
    name = "    zookeeper_cluster_name: main-local\n"
    data = three.data / "project.yaml"
    with (
        edited(data, old, new),
        edited(data, "        rack: B\n", "        rack: D\n"),
        edited(data, name, f"{name}    kafka_version: 3.8.1\n    config: {{queued.max.requests: 501}}\n"),
    ):
        found = verified(three, "brokers-*")

    seen = {check: {result["observed"] for result in results.values()} for check, results in found.items()}
    assert bad(found)["brokers-registered"] == {broker_on(1004, 3): "critical", "three broker 1003": "critical"}
    assert "id 1004 is not registered, but 1003 on that host" in seen["brokers-registered"]
    assert bad(found)["brokers-racks"] == {broker(1002): "critical", broker_on(1004, 3): "unknown"}
    assert bad(found)["brokers-version"][broker(1001)] == "critical"
    assert bad(found)["brokers-options"][broker(1001)] == "critical"
    assert found["brokers-options"][broker(1001)]["expected"] == "queued.max.requests = 501"
    with edited(data, "        rack: C\n", "        rack: C\n        port: 9192\n"):
        assert bad(verified(three, "brokers-listeners")) == {"brokers-listeners": {broker(1003): "critical"}}


def broker_on(number: int, host: int) -> str:
    return f"broker {number} on {HOSTS[host - 1]}"


def test_disks_of_another_cluster_are_told(three: LocalCluster) -> None:
    disk = three.host(HOSTS[0]) / "srv/kafka/b/meta.properties"
    with edited(disk, "cluster.id=", "cluster.id=other"):
        found = verified(three, "cluster-id")

    assert bad(found) == {"cluster-id": {broker(1001): "critical"}}
    assert not bad(verified(three, "cluster-id"))


def test_partitions_that_are_moved_are_told(three: LocalCluster) -> None:
    """To a broker that does not answer, so that the move lasts."""
    seen = observed(three)
    controller = seen.controllers[1002]
    target = next(number for number in IDS if number not in (1002, controller))
    admin = KafkaAdminClient(bootstrap_servers=f"{seen.members[1002].host}:9092")
    with contextlib.closing(admin):
        admin.list_partition_reassignments()  # finds the controller while all brokers can be asked for it
        with frozen(three, HOSTS[IDS.index(target)]):
            admin.alter_partition_reassignments({TopicPartition("alone", 0): [target, 1002]})
            found = verified(three, "reassignments", "brokers-answer")

    assert bad(found) == {"brokers-answer": {"three": "critical"}, "reassignments": {"three": "warning"}}
    assert found["reassignments"]["three"]["observed"] == f"1 partition, to broker {target}: alone:0"
    green_but_leaders(three)


def green_but_leaders(cluster: LocalCluster) -> None:
    until(lambda: set(bad(verified(cluster))) <= {"leader-balance"})
    cluster.kafka("leader-election", "--election-type", "PREFERRED", "--all-topic-partitions").good()
    green(cluster)


def test_a_disk_that_fails_is_told(three: LocalCluster) -> None:
    disk = three.host(HOSTS[2]) / "srv/kafka/b"
    away = disk.with_name("b.away")
    disk.rename(away)
    disk.touch()  # whatever is made there fails
    try:
        create(three, "new", "--replica-assignment", ",".join(["1003:1001"] * 6))
        until(lambda: bad(verified(three, "offline-log-directories")))
        found = verified(three, "offline-log-directories", "under-replicated")
    finally:
        with stopped(three, HOSTS[2], "kafka"):
            disk.unlink()
            away.rename(disk)

    assert bad(found)["offline-log-directories"] == {broker(1003): "critical"}
    assert "srv/kafka/b: KafkaStorage" in found["offline-log-directories"][broker(1003)]["observed"]
    green_but_leaders(three)


def test_members_of_the_ensemble_that_are_stopped_are_told(three: LocalCluster) -> None:
    with stopped(three, HOSTS[0], "zookeeper"):
        one = until(lambda: _led(three))
        with stopped(three, HOSTS[1], "zookeeper"):
            two = until(lambda: _looking(three))

    assert bad(one) == {
        "ensemble-modes": {member(1): "critical"},
        "ensemble-members": {member(1): "unknown"},
        "ensemble-followers": {"main-local": "critical"},
        "ensemble-versions": {"main-local": "unknown"},
    }
    assert one["ensemble-quorum"]["main-local"]["value"] == 2
    assert bad(two)["ensemble-quorum"] == {"main-local": "critical"}
    assert two["ensemble-modes"][member(3)]["status"] == "critical"
    until(lambda: not bad(verified(three, "ensemble-*")))
    until(lambda: set(bad(verified(three))) <= {"leader-balance"})


def _led(cluster: LocalCluster) -> Found | None:
    """What is found once the rest has a leader, to which its follower has come."""
    found = verified(cluster, "ensemble-*")
    followers = found["ensemble-followers"]["main-local"]
    return found if followers["value"] == 1 and "ensemble-quorum" not in bad(found) else None


def _looking(cluster: LocalCluster) -> Found | None:
    """What is found once the last member has noticed that it is alone."""
    found = verified(cluster, "ensemble-*")
    return found if found["ensemble-modes"][member(3)]["observed"] == "looking" else None


def test_another_myid_and_other_members_are_told(three: LocalCluster) -> None:
    data = three.data / "project.yaml"
    with edited(three.host(HOSTS[0]) / "etc/zookeeper/conf/myid", "1", "9"):
        file = verified(three, "ensemble-myids")
    with edited(data, f'{HOSTS[2]}: "3"', f'{HOSTS[2]}: "4"'):
        found = verified(three, "ensemble-myids", "ensemble-members")

    assert bad(file) == {"ensemble-myids": {member(1): "critical"}}
    other = f"server 4 on {HOSTS[2]}"
    assert bad(found)["ensemble-myids"] == {other: "critical"}
    assert bad(found)["ensemble-members"] == {member(1): "critical", member(2): "critical", other: "critical"}

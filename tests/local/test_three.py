"""Three ZooKeepers and three brokers in three racks: nothing acknowledged is lost when a broker is killed."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import signal
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaProducer

from lib.clusters.kafka_clients import UNCLOSED, consume, forget_clients, until, zookeeper
from lib.clusters.local_cluster import HOSTS, ROOT, LocalCluster, local_cluster

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.filterwarnings(UNCLOSED)]

MESSAGES = 10_000
IDS = (1001, 1002, 1003)
TOPIC = "events"


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    data = (ROOT / "hieradata/three/project.yaml").read_text()
    with local_cluster(tmp_path_factory.mktemp("three") / "home", data) as cluster:
        cluster.up().good()
        yield cluster


@pytest.fixture(autouse=True)
def _no_broken_sockets(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    # What the client logs of a broken connection would keep its socket.
    caplog.set_level(logging.CRITICAL, logger="kafka")
    yield
    forget_clients()


def test_every_host_has_one_address_with_the_standard_ports(three: LocalCluster) -> None:
    strings = three.strings()
    addresses = [row["address"] for row in three.status() if row["service"] == "kafka"]
    assert len(set(addresses)) == 3
    assert strings["bootstrap_servers"] == ",".join(f"{address}:9092" for address in addresses)
    assert strings["zookeeper_connect"] == f"{','.join(f'{address}:2181' for address in addresses)}/kafka/three"


def test_what_is_written_on_one_zookeeper_is_read_on_another(three: LocalCluster) -> None:
    servers = three.strings()["zookeeper_connect"].partition("/")[0].split(",")
    with zookeeper(servers[0]) as writer, zookeeper(servers[2]) as reader:
        writer.create("/written-on-the-first", b"and read on the third")
        reader.sync("/written-on-the-first")
        assert reader.get("/written-on-the-first")[0] == b"and read on the third"


def test_replicas_of_every_partition_lie_in_all_racks(three: LocalCluster) -> None:
    three.kafka("topics", "--create", "--topic", TOPIC, "--partitions", "6", "--replication-factor", "3").good()
    with zookeeper(three.strings()["zookeeper_connect"]) as client:
        racks = {number: json.loads(client.get(f"/brokers/ids/{number}")[0])["rack"] for number in IDS}
    assert racks == {1001: "A", 1002: "B", 1003: "C"}
    for partition in partitions(three):
        assert {racks[number] for number in partition["replica_nodes"]} == {"A", "B", "C"}


def test_nothing_acknowledged_is_lost_when_a_broker_is_killed(three: LocalCluster) -> None:
    """Killed with -9 while 10,000 messages are sent; the supervisor brings it back, and it catches up."""
    victim = (HOSTS[1], "kafka")
    killed = three.pids()[victim]
    with contextlib.closing(KafkaProducer(bootstrap_servers=three.brokers, acks="all", retries=100)) as producer:
        sent = []
        for number in range(MESSAGES):
            sent.append(producer.send(TOPIC, str(number).encode(), key=str(number).encode()))
            if number == MESSAGES // 4:
                os.kill(killed, signal.SIGKILL)
            if number % 500 == 0:
                # Else all messages could lie in the producer's buffer by the time that the broker dies.
                sent[-1].get(timeout=60)
        for future in sent:
            future.get(timeout=60)

    messages = consume(three.brokers, TOPIC, MESSAGES)
    assert {message.value for message in messages} == {str(number).encode() for number in range(MESSAGES)}
    offsets: dict[int, list[int]] = defaultdict(list)
    for message in messages:
        offsets[message.partition].append(message.offset)
    assert all(found == list(range(len(found))) for found in offsets.values()), "a gap, or a message twice"

    until(lambda: three.pids().get(victim) not in (None, killed))
    until(lambda: all(len(partition["isr_nodes"]) == 3 for partition in partitions(three)))
    # A broker that met its old session more than twice counts as one in a loop until it has stayed up for a while.
    until(lambda: three.hiera_kafka("local", "status").code == 0)
    assert three.up().good().changed == 0


LONE = "lone"


def test_what_was_lost_is_found_before_a_start(three: LocalCluster, tmp_path: Path) -> None:
    """All of it stopped: each loss is refused, what is there stays as it is, and what was put back goes on."""
    three.kafka("topics", "--create", "--topic", LONE, "--replica-assignment", str(IDS[1])).good()
    with contextlib.closing(KafkaProducer(bootstrap_servers=three.brokers, acks="all")) as producer:
        for number in range(100):
            producer.send(LONE, str(number).encode()).get(timeout=60)
    three.down().good()
    ensemble = [three.host(host) / "var/lib/zookeeper/version-2" for host in HOSTS]
    stopped = three.snapshot(without=("var/log",))

    with moved_away(tmp_path, *ensemble):
        refused = three.up().failed(1, "error[kafka-metadata-lost]", f"no transaction of ZooKeeper on {HOSTS[0]}")
        assert f"there is data of Kafka on {HOSTS[0]} (cluster " in refused.text
        assert (refused.changed, three.pids()) == (0, {})
    with moved_away(tmp_path, *ensemble[1:]):
        refused = three.up().failed(
            1, "error[zookeeper-data-outvoted]", f"ensemble main-local has data on {HOSTS[0]}, and"
        )
        assert (refused.changed, three.pids()) == (0, {})
    assert three.snapshot(without=("var/log",)) == stopped

    with moved_away(tmp_path, broker_disk(three)):
        # Only ZooKeeper knows, and it is this run that starts it.
        three.up().failed(1, "error[kafka-replicas-lost]", f"broker {IDS[1]} is the last in-sync replica of")
        assert (HOSTS[1], "kafka") not in three.pids()
        assert (HOSTS[1], "zookeeper") in three.pids()
    three.up().good()
    assert len(consume(three.brokers, LONE, 100)) == 100
    assert len(consume(three.brokers, TOPIC, MESSAGES)) == MESSAGES


def test_a_disk_that_came_back_empty_is_filled_where_others_have_all_of_it(three: LocalCluster, tmp_path: Path) -> None:
    stop = ("ansible-playbook", "playbooks/stop.yml", "-i", three.inventory, "--limit", HOSTS[1])
    three.run(*stop, "--tags", "kafka_broker").good()
    with moved_away(tmp_path, broker_disk(three)):
        refused = three.up().failed(1, "error[kafka-replicas-lost]", f"1 partition ({LONE}-0)")
        assert refused.changed == 0
    shutil.rmtree(broker_disk(three))
    three.up("-e", json.dumps({"hiera_kafka_accept_loss": [HOSTS[1]]})).good()
    assert consume(three.brokers, LONE, 1) == []
    until(lambda: all(len(partition["isr_nodes"]) == 3 for partition in partitions(three)))
    assert len(consume(three.brokers, TOPIC, MESSAGES)) == MESSAGES
    assert three.up().good().changed == 0


def broker_disk(cluster: LocalCluster) -> Path:
    return cluster.host(HOSTS[1]) / "srv/kafka/data"


@contextlib.contextmanager
def moved_away(aside: Path, *directories: Path) -> Iterator[None]:
    """Have directories empty for a while, as after disks were replaced."""
    for number, directory in enumerate(directories):
        directory.rename(aside / str(number))
    yield
    for number, directory in enumerate(directories):
        shutil.rmtree(directory, ignore_errors=True)
        (aside / str(number)).rename(directory)


def partitions(cluster: LocalCluster) -> list[dict[str, Any]]:
    with contextlib.closing(KafkaAdminClient(bootstrap_servers=cluster.brokers)) as admin:
        (topic,) = admin.describe_topics([TOPIC])
    assert len(topic["partitions"]) == 6
    found: list[dict[str, Any]] = topic["partitions"]
    return found

"""Three ZooKeepers and three brokers in three racks: nothing acknowledged is lost when a broker is killed."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
from collections import defaultdict
from collections.abc import Iterator
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
    assert three.hiera_kafka("local", "status").code == 0
    assert three.up().good().changed == 0


def partitions(cluster: LocalCluster) -> list[dict[str, Any]]:
    with contextlib.closing(KafkaAdminClient(bootstrap_servers=cluster.brokers)) as admin:
        (topic,) = admin.describe_topics([TOPIC])
    assert len(topic["partitions"]) == 6
    found: list[dict[str, Any]] = topic["partitions"]
    return found

"""A cluster that must lose nothing: brokers killed under a producer, ZooKeeper read elsewhere than written."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
from pathlib import Path
from typing import Any

from kazoo.client import KazooClient

from lab import hosts, services

LAB = hosts.load(Path(os.environ["MOLECULE_EPHEMERAL_DIRECTORY"]) / "lab")
BROKERS = {1001: "broker1", 1002: "broker2", 1003: "broker3"}
BOOTSTRAP = ",".join(f"{LAB.host(name).name}:9092" for name in BROKERS.values())
MESSAGES = 10_000


def _create(topic: str) -> None:
    LAB.run("broker1", f"kafka topics --create --if-not-exists --topic {topic} --partitions 3 --replication-factor 3")
    # The controller knows of a topic before the other brokers do.
    for name in BROKERS.values():
        services.eventually(f"{topic} known to {name}", lambda name=name: _is_led(topic, name))  # type: ignore[misc]


def _is_led(topic: str, asked: str) -> bool:
    partitions = _partitions(topic, asked)
    return len(partitions) == 3 and all(partition["leader"] in BROKERS for partition in partitions)


def _partitions(topic: str, asked: str) -> list[dict[str, Any]]:
    return next(
        (entry["partitions"] for entry in services.metadata(LAB, asked)["topics"] if entry["topic"] == topic), []
    )


def _leader(topic: str, asked: str) -> int:
    return int(_partitions(topic, asked)[0]["leader"])


def test_replicas_lie_in_three_racks() -> None:
    _create("racks")
    for partition in _partitions("racks", "broker1"):
        assert {replica["id"] for replica in partition["replicas"]} == set(BROKERS)
    for number, name in BROKERS.items():
        assert f"broker.rack={'ABC'[number - 1001]}\n" in LAB.run(name, "cat /etc/kafka/server.properties")


def test_no_acknowledged_message_is_lost_when_a_broker_is_killed() -> None:
    topic = f"kept-{secrets.token_hex(4)}"
    _create(topic)
    lines = [f"message {number}\n" for number in range(MESSAGES)]
    half = MESSAGES // 2
    options = "-X acks=all -X enable.idempotence=true -X linger.ms=5"
    argv = ["ssh", "-F", str(LAB.directory / "ssh_config"), LAB.host(hosts.CLIENT).name]
    with subprocess.Popen(
        [*argv, f"kcat -P -b {BOOTSTRAP} -t {topic} {options}"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as producer:
        assert producer.stdin is not None
        producer.stdin.writelines(lines[:half])
        producer.stdin.flush()
        victim = BROKERS[_leader(topic, "broker1")]
        survivor = next(name for name in BROKERS.values() if name != victim)
        services.eventually("messages in the topic", lambda: _count(topic, survivor) > 0)
        killed = services.main_pid(LAB, victim, "kafka")
        LAB.run(victim, f"sudo kill -9 {killed}")
        producer.stdin.writelines(lines[half:])
        producer.stdin.close()
        assert producer.wait(120) == 0, producer.stderr.read() if producer.stderr else ""
    # A new leader shows what is acknowledged once it knows who of the others has it; kcat ends at what is shown.
    services.eventually("every message shown by the leaders", lambda: _count(topic, survivor) >= MESSAGES)
    read = LAB.run(hosts.CLIENT, f"kcat -C -q -e -o beginning -b {BOOTSTRAP} -t {topic}")
    assert sorted(read.splitlines(keepends=True)) == sorted(lines)

    services.eventually("the broker back", lambda: services.main_pid(LAB, victim, "kafka") not in {0, killed})
    services.eventually("every replica in sync", lambda: services.in_sync(LAB, victim, len(BROKERS)))


def _count(topic: str, broker: str) -> int:
    """Return how many messages the leaders show; a partition whose leader is being elected shows none."""
    asked = " ".join(f"-t {topic}:{partition}:-1" for partition in range(3))
    told = LAB.run(hosts.CLIENT, f"kcat -Q -b {LAB.host(broker).name}:9092 {asked}")
    return sum(map(int, re.findall(r" offset (\d+)$", told, re.MULTILINE)))


def test_what_is_written_on_one_zookeeper_is_read_on_the_others() -> None:
    clients = {name: KazooClient(f"{LAB.host(name).address}:2181") for name in ("zk1", "zk2", "zk3")}
    try:
        for client in clients.values():
            client.start(timeout=30)
        path = clients["zk1"].create("/lab", b"written on zk1", ephemeral=True, sequence=True)
        for name in ("zk2", "zk3"):
            clients[name].sync(path)
            assert clients[name].get(path)[0] == b"written on zk1"
    finally:
        for client in clients.values():
            client.stop()
            client.close()


def test_the_rebooted_hosts_are_members_again() -> None:
    services.eventually("every replica in sync", lambda: services.in_sync(LAB, "broker3", len(BROKERS)))
    modes = {LAB.run(f"zk{n}", "exec 3<>/dev/tcp/127.0.0.1/2181; echo srvr >&3; cat <&3") for n in (1, 2, 3)}
    assert sum("Mode: leader" in text for text in modes) == 1
    assert sum("Mode: follower" in text for text in modes) == 2

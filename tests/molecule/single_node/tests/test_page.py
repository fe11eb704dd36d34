"""What Wikitech's page on Kafka does after Puppet has run: the two commands, and the two strings for clients."""

from __future__ import annotations

import os
from pathlib import Path

from kazoo.client import KazooClient

from lab import hosts

LAB = hosts.load(Path(os.environ["MOLECULE_EPHEMERAL_DIRECTORY"]) / "lab")
HOST = "kafka1.analytics.eqiad1.wikimedia.cloud"


def test_the_page_s_two_commands_work_as_written() -> None:
    made = LAB.run(HOST, "kafka topics --create --topic test --partitions 2 --replication-factor 1")
    assert "Created topic test." in made
    described = LAB.run(HOST, "kafka topics --describe --topic test")
    assert "PartitionCount: 2" in described


def test_the_command_works_for_another_user_and_through_sudo() -> None:
    LAB.run(HOST, "id alice 2>/dev/null || sudo useradd --create-home alice")
    for call in ("sudo -u alice kafka", "sudo kafka", "sudo -i -u alice kafka", "env -i /usr/local/bin/kafka"):
        LAB.run(HOST, f"{call} topics --list")


def test_the_page_s_strings_lead_clients_on_another_host_to_the_cluster() -> None:
    sent = LAB.run(hosts.CLIENT, f"printf 'one\\ntwo\\n' | kcat -P -X acks=all -b {HOST}:9092 -t strings -p 0; echo $?")
    assert sent == "0\n"
    assert LAB.run(hosts.CLIENT, f"kcat -C -q -e -o beginning -b {HOST}:9092 -t strings -p 0") == "one\ntwo\n"
    client = KazooClient(f"{LAB.host(HOST).address}:2181/kafka/my-kafka-cluster")
    client.start(timeout=20)
    try:
        assert client.get_children("/brokers/ids") == ["1"]
    finally:
        client.stop()
        client.close()


def test_java_came_from_debian() -> None:
    assert LAB.run(HOST, "dpkg-query --show --showformat='${Status}' default-jre-headless") == "install ok installed"


def test_after_the_reboot_zookeeper_started_before_kafka() -> None:
    show = "systemctl show --property=ActiveEnterTimestampMonotonic --value"
    assert int(LAB.run(HOST, f"{show} zookeeper")) <= int(LAB.run(HOST, f"{show} kafka"))

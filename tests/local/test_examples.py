"""Every command of the how-tos runs, in order, against a real cluster."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from kafka import KafkaProducer

from lib.clusters.local_cluster import BIN, ROOT, LocalCluster
from lib.repository import console_commands

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

EXAMPLES = ROOT / "examples"


@pytest.fixture
def cluster(running: LocalCluster) -> LocalCluster:
    return running


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where the commands run: a directory that holds the examples."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    return tmp_path


def run_page(page: Path, cluster: LocalCluster, directory: Path) -> list[str]:
    """Run the commands of a page in one shell, and return what each printed."""
    commands = list(console_commands(page))
    mark = "=== next command"
    script = "set -eo pipefail\n" + "".join(f"echo '{mark}'\n{command}\n" for command in commands)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=directory,
        env={
            **cluster.environment,
            "PATH": f"{cluster.state}/bin:{BIN}:{os.environ['PATH']}",
            "HIERA_KAFKA_INVENTORY": str(cluster.inventory),
            "XDG_STATE_HOME": str(directory / "state"),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    printed = done.stdout.split(f"{mark}\n")[1:]
    assert done.returncode == 0, f"{commands[len(printed) - 1]}\n{done.stdout}{done.stderr}"
    return printed


@pytest.mark.skipif(shutil.which("kcat") is None, reason="Debian's package kcat is not installed")
def test_kcat_lists_produces_and_consumes(cluster: LocalCluster, directory: Path) -> None:
    _, _, _, _, listed, from_the_first, last_hundred, last = run_page(EXAMPLES / "kcat.md", cluster, directory)

    assert 'topic "test_topic" with 1 partitions' in listed
    assert from_the_first.splitlines() == ["Hola Mundo", *map(str, range(1, 201))]
    assert last_hundred.splitlines() == [str(number) for number in range(101, 201)]
    partition, offset, _, *_, value = last.split()
    assert (partition, offset, value) == ("0", "200", "200")


def test_kafkas_own_tools_produce_and_consume(cluster: LocalCluster, directory: Path) -> None:
    printed = run_page(EXAMPLES / "console-tools.md", cluster, directory)

    assert sorted(printed[2].splitlines()) == ["a\tone", "a\tthree", "b\ttwo"]
    assert sorted(printed[3].split()) == ["one", "three", "two"]
    assert printed[4] == "", "the group goes on where it stopped"
    assert "console_group" in printed[5]
    assert printed[7].strip() in ("one", "two")


def test_both_python_clients_produce_consume_and_commit(cluster: LocalCluster, directory: Path) -> None:
    printed = run_page(EXAMPLES / "python.md", cluster, directory)

    assert sorted(printed[3].split()) == ["one", "three", "two"]
    assert sorted(printed[6].split()) == ["five", "four", "one", "three", "two"]
    groups = {line.split()[0]: line.split()[-1] for line in printed[7].splitlines()[1:]}
    assert groups["kafka_python_group"] == "0", "all is committed"
    assert "confluent_group" in groups, "its lag depends on which partitions four and five went to"


def test_a_group_is_forced_to_an_offset_and_put_back(cluster: LocalCluster, directory: Path) -> None:
    printed = run_page(EXAMPLES / "force-offset.md", cluster, directory)

    assert "no active consumer, lag 0" in printed[3]
    assert "40 read again" in printed[4]
    assert "Written and read back" in printed[5]
    assert printed[6] == "61\n", "the message at offset 60"
    assert "Restored and read back" in printed[7]
    assert "Written and read back" in printed[8]


def test_the_page_on_offsets_is_true(cluster: LocalCluster, directory: Path) -> None:
    cluster.kafka("topics", "--create", "--topic", "events", "--partitions", "2").good()
    with KafkaProducer(bootstrap_servers=cluster.brokers) as producer:
        for number in range(40):
            producer.send("events", b"message", partition=number % 2)
        producer.flush()
    start = ("offsets", "set", "my-group", "--topic", "events", "--to-offset", "15", "--execute", "--yes")
    cluster.hiera_kafka(*start, environment={"XDG_STATE_HOME": str(directory / "other")}).good()
    printed = run_page(ROOT / "docs/howto/offsets.md", cluster, directory)

    assert "my-group" in printed[0]
    assert "30 read again" in printed[2]
    assert "Written and read back" in printed[3]
    assert "Restored and read back" in printed[4]


@pytest.mark.parametrize("client", ["java", "kcat", "confluent-kafka", "kafka-python"])
def test_settings_for_programs_are_those_of_the_text(cluster: LocalCluster, client: str) -> None:
    (found,) = cluster.hiera_kafka("clients", "--for", client, "--output", "json").good().data
    text = cluster.hiera_kafka("clients", "my-kafka-cluster", "--for", client).good().out

    assert all(json.dumps(name).strip('"') in text for name in found["settings"])
    assert ",".join(cluster.brokers) in text

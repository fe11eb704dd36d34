"""Wikitech's "How do I ..." as the page has it: its commands and its Python, with another broker's name in them."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.clusters.kafka_clients import UNCLOSED
from lib.clusters.local_cluster import LocalCluster, local_cluster

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.filterwarnings(UNCLOSED)]

GROUP = "cirrussearch_updates_eqiad"
TOPIC = "eqiad.swift.search_updates.upload-complete"
OFFSET = 706
"""The page has 70678, for a topic with that many messages."""

FORCE = """\
import kafka
c = kafka.KafkaConsumer(bootstrap_servers='{broker}', group_id='cirrussearch_updates_eqiad', enable_auto_commit=False)
c.subscribe(['eqiad.swift.search_updates.upload-complete'])
# We have to poll at least once for the kafka connection to be made and c.assignment() to return values
while not c.assignment():
    c.poll(timeout_ms=100)
tp = next(iter(c.assignment()))
c.commit({{tp: kafka.OffsetAndMetadata({offset}, '')}})
"""
"""The page's lines for a group whose offsets have expired. It polls once: today's brokers wait three seconds for more
members before they assign anything (group.initial.rebalance.delay.ms), so here it polls until they have."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with local_cluster(tmp_path_factory.mktemp("wikitech") / "home") as cluster:
        cluster.up().good()
        cluster.kafka("topics", "--create", "--topic", TOPIC, "--partitions", "1").good()
        numbers = "".join(f"{number}\n" for number in range(1000))
        shell(cluster, f"kafka console-producer --topic {TOPIC}", stdin=numbers)
        yield cluster


def shell(cluster: LocalCluster, command: str, *, path: Path | None = None, stdin: str = "") -> str:
    """Run a line of the page, and return what it printed."""
    (broker,) = cluster.brokers
    places = [str(place) for place in (path, cluster.state / "bin") if place]
    done = subprocess.run(
        ["bash", "-c", command.format(broker=broker)],
        cwd=cluster.home,
        env={**cluster.environment, "PATH": ":".join([*places, os.environ["PATH"]])},
        input=stdin,
        timeout=60,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(params=["kcat", "kafkacat"])
def kafkacat(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """The program under each of its names, and the directory where it has that name."""
    program = shutil.which("kcat")
    if program is None:
        pytest.skip("Debian's package kcat is not installed")
    (tmp_path / request.param).symlink_to(program)
    return request.param, tmp_path


def test_kafkacat_lists_consumes_and_produces(cluster: LocalCluster, kafkacat: tuple[str, Path]) -> None:
    name, path = kafkacat
    topic = f"test_{name}"
    (path / "test_message.txt").write_text("Hola Mundo\n")
    shell(cluster, f"cat {path}/test_message.txt | {name} -P -b {{broker}} -t {topic}", path=path)
    assert f'topic "{topic}" with 1 partitions' in shell(cluster, f"{name} -L -b {{broker}} | grep {topic}", path=path)
    tail = [str(path / name), "-C", "-b", *cluster.brokers, "-t", topic, "-o", "0", "-u"]
    # Without -e it goes on for ever, as the page says; -u hands a message on at once where there is no terminal.
    with subprocess.Popen(tail, env=cluster.environment, stdout=subprocess.PIPE, text=True) as streaming:
        assert streaming.stdout is not None
        assert streaming.stdout.readline() == "Hola Mundo\n"
        streaming.terminate()
    last = shell(cluster, f"{name} -C -b {{broker}} -t {TOPIC} -o -100 -e", path=path)
    assert last.split() == [str(number) for number in range(900, 1000)]


def test_an_offset_is_forced_with_kafkas_own_tool(cluster: LocalCluster) -> None:
    """The page unpacks `usr/bin/kafka-consumer-groups` from a package; here it is `kafka consumer-groups`."""
    shell(cluster, f"kafka console-consumer --topic {TOPIC} --group {GROUP} --from-beginning --max-messages 1000")
    command = f"kafka consumer-groups --bootstrap-server {{broker}} --topic {TOPIC} --group {GROUP}"
    described = shell(cluster, f"kafka consumer-groups --bootstrap-server {{broker}} --describe --group {GROUP}")
    assert "1000" in described
    dry = shell(cluster, f"{command} --reset-offsets --to-offset {OFFSET} --dry-run")
    assert str(OFFSET) in dry
    assert position(cluster) == 1000
    shell(cluster, f"{command} --reset-offsets --to-offset {OFFSET} --execute")
    assert position(cluster) == OFFSET


def test_a_tool_in_the_environment_of_a_broker_leaves_its_jmx_port_alone(cluster: LocalCluster) -> None:
    """What `. /etc/default/kafka` leaves in a shell; the JVM of a tool would end before it asks for anything."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        remote = "-Dcom.sun.management.jmxremote"
        jmx = f"{remote}.port={taken.getsockname()[1]} {remote}.ssl=false {remote}.authenticate=false"
        environment = {"KAFKA_JMX_OPTS": jmx, "KAFKA_OPTS": "-javaagent:/nowhere/agent.jar=7800"}
        done = cluster.kafka("topics", "--list", environment=environment).good()
    assert TOPIC in done.out.split()
    assert "left out: KAFKA_JMX_OPTS KAFKA_OPTS" in done.err


def test_an_offset_is_forced_from_python_when_the_groups_offsets_have_expired(cluster: LocalCluster) -> None:
    with contextlib.suppress(AssertionError):  # where no test before this one committed anything
        shell(cluster, f"kafka consumer-groups --group {GROUP} --topic {TOPIC} --delete-offsets")
    (broker,) = cluster.brokers
    program = FORCE.format(broker=broker, offset=OFFSET)
    subprocess.run([sys.executable, "-c", program], env=cluster.environment, check=True, timeout=60)
    assert position(cluster) == OFFSET


def position(cluster: LocalCluster) -> int:
    """Return the group's committed offset."""
    (found,) = cluster.hiera_kafka("offsets", "show", GROUP, "--output", "json").good().data["partitions"]
    committed: int = found["committed"]
    return committed

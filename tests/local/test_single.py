"""The data of the page as it is written, from nothing to a cluster that is used, stopped, started and removed."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType
from kafka import KafkaProducer

from lib.clusters.kafka_clients import consume, until, zookeeper
from lib.clusters.local_cluster import HOST, ROOT, WRITTEN_BY_SERVICES, Done, LocalCluster, local_cluster, running

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@dataclass(frozen=True)
class Page:
    """The page's cluster, what `status` printed before there was one, and the output of its first run."""

    cluster: LocalCluster
    checked: Done
    left_by_check: frozenset[str]
    first: Done


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with local_cluster(tmp_path_factory.mktemp("page") / "home") as cluster:
        checked = cluster.up("--check", "--diff").good()
        left = frozenset(cluster.snapshot())
        yield Page(cluster, checked, left, cluster.up().good())


def test_a_check_of_nothing_reports_what_it_would_build_and_builds_nothing(page: Page) -> None:
    assert page.left_by_check == {"local.json"}
    assert page.checked.changed >= 4
    assert "+broker.id=1" in page.checked.out
    assert "+clientPort=2181" in page.checked.out


def test_it_ends_with_the_strings_and_commands_of_the_page(page: Page) -> None:
    strings = page.cluster.strings()
    address = strings["bootstrap_servers"].removesuffix(":9092")
    assert re.fullmatch(r"127\.0\.\d+\.1", address)
    assert strings["zookeeper_connect"] == f"{address}:2181/kafka/my-kafka-cluster"
    for words in (
        f"broker list: {address}:9092",
        f"zookeeper connect: {address}:2181/kafka/my-kafka-cluster",
        "kafka topics --create --topic test --partitions 2 --replication-factor 1",
        "kafka topics --describe",
        f"export PATH={page.cluster.state}/bin:",
    ):
        assert words in page.first.out


def test_status_says_what_runs(page: Page) -> None:
    rows = page.cluster.status()
    assert [(row["host"], row["service"], row["state"]) for row in rows] == [
        (HOST, "zookeeper", "RUNNING"),
        (HOST, "kafka", "RUNNING"),
    ]


def test_a_second_run_changes_nothing_and_restarts_nothing(page: Page) -> None:
    before, pids = page.cluster.snapshot(without=WRITTEN_BY_SERVICES), page.cluster.pids()
    again = page.cluster.up().good()
    assert again.changed == 0
    assert page.cluster.pids() == pids
    assert page.cluster.snapshot(without=WRITTEN_BY_SERVICES) == before
    assert "pending on" not in again.out


def test_a_check_of_a_converged_cluster_reports_no_change(page: Page) -> None:
    before = page.cluster.snapshot(without=WRITTEN_BY_SERVICES)
    assert page.cluster.up("--check", "--diff").good().changed == 0
    assert page.cluster.snapshot(without=WRITTEN_BY_SERVICES) == before


def test_a_broker_that_was_killed_is_waited_for_until_its_old_session_is_over(page: Page) -> None:
    """It is started again at once, and ends with NodeExists until ZooKeeper has forgotten its former process."""
    before = page.cluster.pids()[HOST, "kafka"]
    log = page.cluster.host() / "var/log/kafka/kafka.out"
    told = log.read_text().count("NodeExistsException")
    os.kill(before, signal.SIGKILL)
    until(lambda: log.read_text().count("NodeExistsException") > told)
    done = page.cluster.up().good()
    assert "restart pending" not in done.text
    assert page.cluster.pids()[HOST, "kafka"] != before


def test_a_run_says_what_it_waits_for_and_how_long_still(page: Page) -> None:
    """A broker that stands still is no dead one: the run waits, and goes on when it answers."""
    pid = page.cluster.pids()[HOST, "kafka"]
    os.kill(pid, signal.SIGSTOP)
    try:
        with subprocess.Popen(
            page.cluster.command("hiera-kafka", "local", "up", "-i", page.cluster.inventory),
            cwd=ROOT,
            env=page.cluster.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as run:
            assert run.stdout is not None
            lines = []
            for line in run.stdout:
                lines.append(line)
                if "] waiting (" in line:
                    os.kill(pid, signal.SIGCONT)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert run.returncode == 0, "".join(lines)
    told = [line for line in lines if "] waiting (" in line]
    assert re.match(
        rf"\[{HOST}\] waiting \(\d+ s, at most 1\d\d s more\) for kafka at [\d.:]+ to list the brokers 1, last", told[0]
    )


def test_the_commands_of_the_page_work_as_written_and_messages_pass(page: Page) -> None:
    """Topic, messages and znodes survive a stop and a start."""
    cluster = page.cluster
    created = cluster.kafka("topics", "--create", "--topic", "test", "--partitions", "2", "--replication-factor", "1")
    assert "Created topic test." in created.good().out
    described = cluster.kafka("topics", "--describe").good()
    assert re.search(r"Topic: test\s.*PartitionCount: 2\s+ReplicationFactor: 1\s", described.out)

    messages = {f"message {number}".encode() for number in range(100)}
    produce(cluster.brokers, messages)
    assert {message.value for message in consume(cluster.brokers, "test", 100)} == messages
    with zookeeper(cluster.strings()["zookeeper_connect"]) as client:
        assert client.get_children("/brokers/ids") == ["1"]
        assert client.get_children("/brokers/topics") == ["test"]

    cluster.down().good()
    assert cluster.pids() == {}
    assert running(cluster.home) == []
    assert cluster.hiera_kafka("local", "status").code == 1

    # What a start on a full volume leaves: it cannot cut the indexes to their entries, and says that it was clean.
    data = cluster.host() / "srv/kafka/data"
    index = data / "test-0" / f"{0:020}.timeindex"
    assert (data / ".kafka_cleanshutdown").exists()
    assert index.read_bytes()[-12:].strip(b"\0")
    with index.open("ab") as padded:
        padded.write(bytes(12))
    started = cluster.up().good()
    assert started.changed == 2, "nothing but two starts"
    logs = cluster.host() / "var/log/kafka"
    assert (logs / "kafka.out").read_text().count("is not true: indexes end in zeros") == 1
    assert f"logs from {data} since no clean shutdown file was found" in (logs / "server.log").read_text()
    assert {message.value for message in consume(cluster.brokers, "test", 100)} == messages


def test_options_of_brokers_are_changed_again_and_again_while_they_run(page: Page) -> None:
    """Each change has Kafka start its log cleaner anew, with a second buffer for a moment: both have to fit (0065)."""
    admin = AdminClient({"bootstrap.servers": ",".join(page.cluster.brokers)})

    def in_force() -> str:
        (found,) = admin.describe_configs([ConfigResource(ResourceType.TOPIC, "test")]).values()
        value: str = found.result()["max.message.bytes"].value
        return value

    def change(operation: AlterConfigOpType, value: str | None) -> None:
        option = ConfigEntry("message.max.bytes", value, incremental_operation=operation)
        broker = ConfigResource(ResourceType.BROKER, "1", incremental_configs=[option])
        (done,) = admin.incremental_alter_configs([broker]).values()
        done.result()

    before = in_force()
    # It fails only where the first buffer has not been let go of, so not each time.
    for size in range(50_000, 50_030):
        change(AlterConfigOpType.SET, str(size))
        until(lambda size=size: in_force() == str(size), seconds=20)
    change(AlterConfigOpType.DELETE, None)
    until(lambda: in_force() == before, seconds=20)


def test_the_wrapper_lists_commands_and_names_the_nearest_of_an_unknown_one(page: Page) -> None:
    helped = page.cluster.kafka("--help").good()
    for command in ("topics", "console-producer", "consumer-groups", "configs", "run-class"):
        assert f"\n  {command}\n" in helped.out
    page.cluster.kafka("topicz", "--list").failed(3, "'topicz'", "did you mean 'topics'?")


def test_a_flag_of_the_user_replaces_the_one_that_the_wrapper_adds(page: Page) -> None:
    (broker,) = page.cluster.brokers
    mine = page.cluster.kafka("topics", "--bootstrap-server", broker, "--list").good()
    assert mine.err.count("--bootstrap-server") == 1
    # Were the wrapper's own address added, the command would have an answer for this one too.
    elsewhere = page.cluster.kafka("broker-api-versions", "--bootstrap-server", "127.0.0.1:1")
    assert elsewhere.code != 0
    assert elsewhere.err.splitlines()[0] == "kafka-broker-api-versions --bootstrap-server 127.0.0.1:1"


def test_destroy_removes_everything_and_leaves_nothing_running(page: Page) -> None:
    """The last test of this file: there is no cluster after it."""
    cluster = page.cluster
    cluster.hiera_kafka("local", "destroy").failed(3, "confirmation-needed", "--yes")
    assert running(cluster.home) != []
    assert str(cluster.state) in cluster.destroy().good().out
    assert not cluster.state.exists()
    assert running(cluster.home) == []


def produce(brokers: list[str], values: Iterable[bytes]) -> None:
    with contextlib.closing(KafkaProducer(bootstrap_servers=brokers, acks="all")) as producer:
        for future in [producer.send("test", value) for value in values]:
            future.get(timeout=30)

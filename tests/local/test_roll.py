"""A rolling restart of three brokers and three ZooKeepers, and of one of each: what it does, and what it refuses."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import count, pairwise
from pathlib import Path
from typing import Any, Self

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from ansible_collections.hiera_kafka.core.plugins.module_utils.zookeeper import four_letter_words
from lib.clusters.kafka_clients import UNCLOSED, forget_clients, until
from lib.clusters.local_cluster import HOST, HOSTS, ROOT, Done, LocalCluster, local_cluster

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.filterwarnings(UNCLOSED)]

TOPIC = "events"
THREE = (ROOT / "hieradata/three/project.yaml").read_text()
CHANGED = {"profile::zookeeper::sync_limit": 9, "profile::kafka::broker::num_io_threads": 7}
LOG = "var/log/supervisor/supervisord.log"
# A line of it: 2026-01-01 12:00:00,123 INFO stopped: kafka (exit status 143)
_EVENT = re.compile(r"^(\S+ \S+) \w+ (?:stopped: (\w+) |spawned: '(\w+)' )", re.MULTILINE)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with local_cluster(tmp_path_factory.mktemp("roll") / "home", THREE) as cluster:
        cluster.up().good()
        create(cluster, TOPIC, "--partitions", "6", "--replication-factor", "3")
        yield cluster


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    forget_clients()


def roll(cluster: LocalCluster, *arguments: str, user: str = "alice") -> Done:
    return cluster.run(*_roll(cluster, *arguments), environment=control_node(cluster, user))


def _roll(cluster: LocalCluster, *arguments: str) -> tuple[str | Path, ...]:
    return ("ansible-playbook", ROOT / "playbooks/roll_restart.yml", "-i", cluster.inventory, *arguments)


def control_node(cluster: LocalCluster, user: str) -> dict[str, str]:
    """Return the environment of a user who has nothing in common with others but the cluster."""
    home = cluster.home / user
    home.mkdir(exist_ok=True)
    return {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "USER": user, "LOGNAME": user}


@contextlib.contextmanager
def asleep_before_a_stop(cluster: LocalCluster, user: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Give a run that has begun to roll and then stands still; it is killed in the end."""
    with subprocess.Popen(
        cluster.command(*_roll(cluster, *arguments)),
        cwd=ROOT,
        env={**cluster.environment, **control_node(cluster, user)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("PLAY [Roll ZooKeepers that do not lead]"):
                os.killpg(process.pid, signal.SIGSTOP)
                break
        assert lines[-1].startswith("PLAY [Roll"), "".join(lines)
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def create(cluster: LocalCluster, topic: str, *arguments: str) -> None:
    cluster.kafka("topics", "--create", "--topic", topic, *arguments).good()


def stops(done: Done) -> list[tuple[str, str]]:
    """Return play and host of each stop, in order."""
    found, play, task = [], "", ""
    for line in done.out.splitlines():
        if match := re.match(r"(PLAY|TASK) \[(.*)\]", line):
            play, task = (match[2], "") if match[1] == "PLAY" else (play, match[2])
        elif task == "Stop it" and (match := re.match(r"changed: \[(.*)\]", line)):
            found.append((play, match[1]))
    return found


def downs(cluster: LocalCluster, service: str) -> list[tuple[datetime, datetime]]:
    """Return when the service was down on any host: from the end of a process until the next one."""
    found = []
    for host in HOSTS:
        began: datetime | None = None
        for when, stopped, started in _EVENT.findall((cluster.host(host) / LOG).read_text()):
            time = datetime.strptime(when, "%Y-%m-%d %H:%M:%S,%f")  # noqa: DTZ007 - all of one machine's clock
            if stopped == service:
                began = time
            elif started == service and began:
                found.append((began, time))
                began = None
        assert began is None, f"{service} was not started again on {host}"
    return sorted(found)


def leader(cluster: LocalCluster) -> str:
    """Return the host whose ZooKeeper leads."""
    addresses = {row["host"]: row["address"] for row in cluster.status()}
    modes = {host: four_letter_words.mode(four_letter_words.ask(at, 2181, "srvr")) for host, at in addresses.items()}
    return next(host for host, mode in modes.items() if mode == "leader")


def in_sync(cluster: LocalCluster) -> bool:
    # A broker that is just coming up may refuse the client.
    with (
        contextlib.suppress(KafkaError),
        contextlib.closing(KafkaAdminClient(bootstrap_servers=cluster.brokers)) as admin,
    ):
        (topic,) = admin.describe_topics([TOPIC])
        return all(len(partition["isr_nodes"]) == 3 for partition in topic["partitions"])
    return False


class Traffic:
    """A producer with acks=all and a consumer, at work until the block ends."""

    def __init__(self, cluster: LocalCluster) -> None:
        self._brokers = cluster.brokers
        self._ended = threading.Event()
        self._failures: list[BaseException] = []
        self.sent: list[int] = []
        self.read: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def __enter__(self) -> Self:
        self._threads = [threading.Thread(target=self._run, args=(work,)) for work in (self._produce, self._consume)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(120)
        assert not self._failures, self._failures

    def _run(self, work: Any) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - reported by the thread that waits
            self._failures.append(error)

    def _produce(self) -> None:
        producer = KafkaProducer(bootstrap_servers=self._brokers, acks="all", retries=1000, linger_ms=5)
        with contextlib.closing(producer):
            for number in count():
                if self._ended.is_set():
                    return
                # Each is acknowledged before the next one is sent: none waits in a buffer while a broker is down.
                producer.send(TOPIC, str(number).encode(), key=str(number).encode()).get(timeout=60)
                self.sent.append(number)

    def _consume(self) -> None:
        consumer = KafkaConsumer(
            TOPIC,
            bootstrap_servers=self._brokers,
            auto_offset_reset="earliest",
            group_id=None,
            consumer_timeout_ms=2_000,
        )
        with contextlib.closing(consumer):
            # Before the end is known, what has been read cannot be all.
            while True:
                last = self._ended.is_set() and not self._threads[0].is_alive()
                for message in consumer:
                    self.read[message.partition].append((message.offset, int(message.value)))
                ends = consumer.end_offsets(consumer.assignment()) if last else {}
                # A broker may also be slow for longer than we wait for a message.
                if ends and all(consumer.position(partition) >= end for partition, end in ends.items()):
                    return


@pytest.mark.soak  # tests/lab/test_roll.py does it on hosts
def test_a_roll_restarts_each_once_one_at_a_time_and_clients_lose_nothing(three: LocalCluster) -> None:
    (three.data / "override.yaml").write_text(json.dumps(CHANGED))
    assert "restart pending" in three.up().good().text
    pids, led = three.pids(), leader(three)

    planned = roll(three, "--check").good()
    assert planned.changed == 0
    assert three.pids() == pids
    for host in HOSTS:
        assert re.search(
            rf"\d\. {host}( \(the leader now, so last\))?: changed since its start: \S+/zoo.cfg", planned.out
        )
        assert re.search(
            rf"\d\. {host}( \(the Kafka controller now, so last\))?: .*/etc/kafka/server.properties", planned.out
        )
    assert f"3. {led} (the leader now, so last)" in planned.out
    assert re.search(r"Nothing was changed. To do it: ansible-playbook \S+/playbooks/roll_restart.yml -i ", planned.out)

    with Traffic(three) as traffic:
        rolled = roll(three).good()

    assert {key for key, pid in three.pids().items() if pid != pids[key]} == pids.keys()
    members, brokers = stops(rolled)[:3], stops(rolled)[3:]
    assert sorted(host for _, host in members) == sorted(host for _, host in brokers) == list(HOSTS)
    assert members[2] == ("Roll the ZooKeepers that are left", led)
    # The controller may move at any time, and so may be left for the second pass more than once.
    assert brokers[0][0] == "Roll brokers that are not the Kafka controller"
    assert brokers[2][0] == "Roll the brokers that are left"
    for service in ("zookeeper", "kafka"):
        assert len(downs(three, service)) == 3
        assert all(first[1] < second[0] for first, second in pairwise(downs(three, service))), "two were down at once"

    read = [number for messages in traffic.read.values() for _, number in messages]
    assert len(traffic.sent) > 100
    assert sorted(read) == traffic.sent, "a message was lost, or came twice"
    for messages in traffic.read.values():
        offsets = [offset for offset, _ in messages]
        assert offsets == list(range(len(offsets)))

    after = three.pids()
    again = roll(three).good()
    assert "Nothing is to be restarted." in again.out
    assert again.changed == 0
    assert three.pids() == after


def test_no_broker_is_stopped_while_another_is_down(three: LocalCluster) -> None:
    supervisor = Supervisor(str(three.host(HOSTS[2])))
    supervisor.stop("kafka", 60)
    try:
        pids = three.pids()
        refused = roll(three, "-e", "roll_restart_all=true", "-e", "roll_restart_gate_timeout=1")
        refused.failed(
            2,
            "nothing was stopped, since something stands in the way",
            "error[gate-broker-down]: every broker must run before one is stopped; found down: 1003 (",
            "waited 1 s; last seen: 2 of 3 brokers answer",
        )
        assert stops(refused) == []
        assert three.pids() == pids
    finally:
        supervisor.start("kafka")
        until(lambda: in_sync(three))


@pytest.mark.soak  # tests/hostile/test_two_rolls.py does it where nothing else takes time
def test_two_control_nodes_never_roll_one_cluster_at_once(three: LocalCluster) -> None:
    """The second one stops nothing while the first is at work, and works in its place once it is dead and named."""
    every = ("-e", "roll_restart_all=true")
    first, second = ("--limit", HOSTS[0], *every), ("--limit", HOSTS[1], *every)
    with asleep_before_a_stop(three, "alice", *first):
        assert "error[roll-locked]: alice@" in roll(three, *second, "--check", user="bob").good().out
        refused = roll(three, *second, user="bob").failed(2, "error[roll-locked]: alice@", "works on Kafka three since")
        assert stops(refused) == []
        assert "wait for its end" in refused.text
        three.down().failed(1, "error[roll-locked]: alice@")
        assert {service for _, service in three.pids()} == {"zookeeper", "kafka"}
    # Had it just begun its first stop when it was killed, that is made good.
    three.up().good()
    until(lambda: in_sync(three))
    again = roll(three, *second, user="bob").failed(2, "its process on this machine has ended; to work in its place: ")
    assert stops(again) == []
    (option,) = set(re.findall(r"roll_restart_take_over_lock=\w+", again.text))
    pids = three.pids()
    lost = roll(three, *second, "-e", option, "-e", "roll_lock_seconds=0.1", user="bob")
    lost.failed(2, "error[lock-lost]: run ", f"The roll stopped at {HOSTS[1]} (zookeeper): it was not stopped.")
    assert three.pids() == pids
    done = roll(three, *second, "-e", "roll_renew_after=0", user="bob").good()
    assert [host for _, host in stops(done)] == [HOSTS[1]] * 2
    assert (
        len(re.findall(r"TASK \[Renew the lock, which was not while that took long\] \*+\nincluded: ", done.out)) == 2
    )
    assert list(three.state.glob("*/var/lib/hiera-kafka/cluster-locks/*.json")) == []


def test_a_topic_with_one_replica_is_named_and_its_outage_must_be_accepted(three: LocalCluster) -> None:
    create(three, "lonely", "--replica-assignment", "1003")
    one = ("--limit", HOSTS[2], "-e", "roll_restart_all=true")
    pids = three.pids()
    try:
        roll(three, *one).failed(
            2, "error[gate-outage]: stopping broker 1003 takes partitions out of service", "lonely-0 (1 replica"
        )
        assert three.pids() == pids

        accepted = roll(three, *one, "-e", "roll_restart_allow_outage=true").good()
        assert "lonely-0 (1 replica, min.insync.replicas 2); this was accepted" in accepted.text
        assert [host for _, host in stops(accepted)] == [HOSTS[2]] * 2
        assert {host for (host, service), pid in three.pids().items() if pid != pids[host, service]} == {HOSTS[2]}
    finally:
        three.kafka("topics", "--delete", "--topic", "lonely").good()


def test_a_broker_that_does_not_come_back_ends_the_roll_and_the_message_says_how_to_go_on(three: LocalCluster) -> None:
    planted = THREE.replace("  three:\n", "  three:\n    config: {queued.max.request.bytes: 1000}\n")
    assert planted != THREE
    data = three.data / "project.yaml"
    data.write_text(planted)
    try:
        three.up().good()
        pids = three.pids()
        stopped = roll(three).failed(
            2,
            "error[service-died]",
            "queued.max.request.bytes must be larger or equal to",
            "its restart was begun and did not end well",
            f"  ansible-playbook {ROOT}/playbooks/site.yml -i {three.inventory}\n",
            f"  ansible-playbook {ROOT}/playbooks/roll_restart.yml -i {three.inventory}",
        )
        ((_, victim),) = stops(stopped)
        others = {key: pid for key, pid in pids.items() if key != (victim, "kafka")}
        assert {key: pid for key, pid in three.pids().items() if key in others} == others
        assert re.search(rf"The roll stopped at {victim} \(kafka_broker\)", stopped.text)
    finally:
        data.write_text(THREE)
    three.up().good()
    until(lambda: in_sync(three))
    # What was starting while its file was corrected may have read the new one and noted the old one.
    assert {host for _, host in stops(roll(three).good())} <= {victim}
    assert "Nothing is to be restarted." in roll(three, "--check").good().out


def test_a_cluster_of_one_is_restarted_only_when_its_outage_is_accepted(running: LocalCluster) -> None:
    running.up().good()
    pids = running.pids()
    roll(running, "-e", "roll_restart_all=true").failed(
        2,
        "stopping member 1 ends the service of the ensemble: it has 1 member, and more than half must run",
        "stopping broker 1 ends the service of the cluster: it is the only one",
    )
    assert running.pids() == pids
    done = roll(running, "-e", "roll_restart_all=true", "-e", "roll_restart_allow_outage=true").good()
    assert [host for _, host in stops(done)] == [HOST, HOST]
    assert {key for key, pid in running.pids().items() if pid != pids[key]} == pids.keys()

"""The canary in two real clusters that mirror each other, one way with either engine: what it sees and leaves."""

from __future__ import annotations

import contextlib
import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from kafka import KafkaProducer

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from hiera_kafka.clients.canary_topic import CanaryTopicAdmin
from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.clients.ssh.proxy import Proxy
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.clients.topics import NewTopic
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.base import Traced
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.ops.mirrors.inventory import Mirror, mirrors
from hiera_kafka.ops.verify.canary import mirrors as canary_mirrors
from hiera_kafka.ops.verify.canary.run import run
from hiera_kafka.ops.verify.canary.target import CanaryTarget, canary_targets
from hiera_kafka.ops.verify.canary.topic import SETTINGS
from hiera_kafka.ops.verify.views.canary_seen import CanarySeen, ClusterCanary, MirrorCanary
from lib.clusters.kafka_clients import UNCLOSED, forget_clients, stopped_clients, until, zookeeper
from lib.clusters.local_cluster import LocalCluster, local_cluster

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.filterwarnings(UNCLOSED)]

EQIAD = ("kafka-main1001.eqiad.wmnet", "kafka-main1002.eqiad.wmnet")
CODFW = "kafka-main2001.codfw.wmnet"
THERE, BACK = "main-eqiad_to_main-codfw", "main-codfw_to_main-eqiad"
DATA = f"""\
zookeeper_clusters:
  both: {{hosts: {{{CODFW}: "1"}}}}
kafka_clusters:
  main-eqiad:
    zookeeper_cluster_name: both
    brokers: {{{EQIAD[0]}: {{id: 1001}}, {EQIAD[1]}: {{id: 1002}}}}
    canary: {{topic: eqiad.canary}}
  main-codfw:
    zookeeper_cluster_name: both
    brokers: {{{CODFW}: {{id: 2001}}}}
    canary: {{topic: codfw.canary}}
kafka_mirrors:
  {THERE}: {{source: main-eqiad, destination: main-codfw, topics: 'eqiad\\..+', offset_commit_interval_ms: 1000}}
  {BACK}: {{source: main-codfw, destination: main-eqiad, topics: 'codfw\\..+', engine: 2,
    offset_commit_interval_ms: 1000}}
"""
TOPICS = {"eqiad.canary", "codfw.canary"}
SOON_S = 3.0
"""How long a mirror is waited for that is known to stand still."""
_PROGRAM = """\
import sys
from pathlib import Path
from hiera_kafka.compiler import Compiler
from hiera_kafka.ops.mirrors.inventory import mirrors
from hiera_kafka.ops.verify.canary.run import run
from hiera_kafka.ops.verify.canary.target import canary_targets

compiler = Compiler.load(Path(sys.argv[1]))
targets, found = canary_targets(compiler, compiler.clusters.kafka), mirrors(compiler)
print("begins", flush=True)
while True:
    run(targets, found)
"""


@dataclass(frozen=True)
class Sites:
    """Two running clusters."""

    local: LocalCluster
    compiler: Compiler
    targets: tuple[CanaryTarget, ...]
    mirrors: tuple[Mirror, ...]

    def canary(self, told: list[str] | None = None) -> CanarySeen:
        return run(self.targets, self.mirrors, tell=(told if told is not None else []).append)

    def endpoints(self, cluster: str) -> Endpoints:
        return next(target.endpoints for target in self.targets if target.name == cluster)

    def target(self, topic: str) -> CanaryTarget:
        """Give main-eqiad with another topic for its canary."""
        return renamed(next(target for target in self.targets if target.name == "main-eqiad"), topic)

    def left(self) -> dict[str, Any]:
        return left(self.local, self.targets)

    def ends(self, cluster: str, topic: str) -> dict[TopicPartition, int]:
        with ReadableCluster(self.endpoints(cluster)) as reader:
            places = [TopicPartition(topic, number) for number in reader.topics()[topic]]
            return {place: one.latest for place, one in reader.ranges(places).items()}

    @contextlib.contextmanager
    def standing_still(self, host: str, service: str) -> Iterator[None]:
        pid = self.local.pids()[host, service]
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)


def renamed(target: CanaryTarget, topic: str) -> CanaryTarget:
    """Give a cluster with another topic for its canary."""
    found = target.model
    canary = found.model.canary.model_copy(update={"topic": topic})
    model = found.model.model_copy(update={"canary": canary})
    return replace(target, model=Traced(model, found.raw, found.trace, found.name))


def left(local: LocalCluster, targets: Sequence[CanaryTarget]) -> dict[str, Any]:
    """All that clusters keep, without records: topics, groups and their members, and every node in ZooKeeper."""
    found: dict[str, Any] = {}
    for target in targets:
        with CanaryTopicAdmin(target.endpoints) as admin:
            topics = admin.described(admin.topics())
            found[target.name] = (
                {name: (one.partitions, one.replicas, one.options) for name, one in topics.items()},
                {name: len(group.members) for name, group in admin.groups(admin.group_names()).items()},
            )
    for one in local.hiera_kafka("clients", "--output", "json").data:
        with zookeeper(one["zookeeper_connect"]) as client:
            found[f"zookeeper of {one['cluster']}"] = dict(_nodes(client, "/"))
    return found


def _nodes(client: Any, path: str) -> Iterator[tuple[str, bytes]]:
    yield path, client.get(path)[0]
    if path.endswith(("/changes", "_notification")):
        return  # brokers tell each other of changes there; what they were told of is gone after a while
    for child in client.get_children(path):
        yield from _nodes(client, f"{path.rstrip('/')}/{child}")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    with local_cluster(tmp_path_factory.mktemp("canary") / "home", DATA) as local:
        local.up().good()
        compiler = Compiler.load(local.inventory)
        compiler.check()
        targets = canary_targets(compiler, sorted(compiler.clusters.kafka))
        yield Sites(local, compiler, targets, tuple(mirrors(compiler)))


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    with stopped_clients():
        yield
    forget_clients()


def cluster(seen: CanarySeen, name: str = "main-eqiad") -> ClusterCanary:
    found = seen.clusters[name]
    assert not isinstance(found, Diagnostic), found
    return found


def mirror(seen: CanarySeen, name: str) -> MirrorCanary:
    found = seen.mirrors[name]
    assert not isinstance(found, Diagnostic), found
    return found


def assert_healthy(seen: CanarySeen) -> None:
    for name in ("main-eqiad", "main-codfw"):
        found = cluster(seen, name)
        assert (found.differs, found.leaderless, found.foreign, found.refused) == ({}, (), None, None)
        assert all(one.trip.arrived for one in found.listeners), found
    for name in (THERE, BACK):
        assert mirror(seen, name).trips
        assert all(trip.arrived for trip in mirror(seen, name).trips), seen.mirrors[name]


def test_a_first_run_makes_its_topics_and_nothing_else(sites: Sites) -> None:
    before, told = sites.left(), list[str]()

    seen = sites.canary(told)

    assert_healthy(seen)
    assert sorted(told) == ["main-codfw: making topic codfw.canary", "main-eqiad: making topic eqiad.canary"]
    assert (cluster(seen).created, cluster(seen).partitions) == (True, 2)
    assert [(one.broker, one.host, one.listener) for one in cluster(seen).listeners] == [
        (1001, EQIAD[0], "PLAINTEXT"),
        (1002, EQIAD[1], "PLAINTEXT"),
    ]
    for one in cluster(seen).listeners:
        assert one.advertised == one.endpoint
        assert one.trip.latency_ms is not None
        assert 0 < one.trip.latency_ms < 10_000
    after = sites.left()
    for name in ("main-eqiad", "main-codfw"):
        topics, groups = after[name]
        # A mirror that is given its first topic asks for positions, for which brokers make one of their own.
        assert set(topics) - set(before[name][0]) - {"__consumer_offsets"} == TOPICS
        assert set(groups) == set(before[name][1])
        for topic in TOPICS:
            options = topics[topic][2]
            assert {option: options[option].value for option in SETTINGS} == dict(SETTINGS)
            # MirrorMaker 2 copies more of the source's, sooner or later.
            assert set(SETTINGS) <= {option for option, value in options.items() if value.own}
    with CanaryTopicAdmin(sites.endpoints("main-eqiad")) as admin:
        shape = admin.shape("eqiad.canary")
    assert shape is not None
    assert (shape.leaders, shape.replicas) == ((1001, 1002), ((1001, 1002), (1002, 1001)))


def test_a_cluster_without_mirrors_keeps_its_topic_and_not_a_node_more(running: LocalCluster) -> None:
    compiler = Compiler.load(running.inventory)
    targets = [renamed(one, "alone") for one in canary_targets(compiler, ["my-kafka-cluster"])]
    before = left(running, targets)

    seen = cluster(run(targets, ()), "my-kafka-cluster")

    assert seen.created
    assert [one.trip.arrived for one in seen.listeners] == [True]
    after = left(running, targets)
    (topics, groups), (had, had_groups) = after["my-kafka-cluster"], before["my-kafka-cluster"]
    assert set(topics) - set(had) == {"alone"}
    assert {name: topics[name] for name in had} == had
    assert groups == had_groups
    nodes, had_nodes = after["zookeeper of my-kafka-cluster"], before["zookeeper of my-kafka-cluster"]
    assert {path for path in set(nodes) - set(had_nodes) if "/alone" not in path} == set()
    # The count of producer ids is there, for one.
    assert {path: value for path, value in nodes.items() if path in had_nodes} == had_nodes


def test_later_runs_leave_records_alone(sites: Sites) -> None:
    assert_healthy(sites.canary())
    before, ends, told = sites.left(), sites.ends("main-eqiad", "eqiad.canary"), list[str]()

    seen = sites.canary(told)

    assert_healthy(seen)
    assert not cluster(seen).created
    assert told == []
    assert sites.left() == before
    # One through the listener of the partition's leader, one for the mirror.
    assert sites.ends("main-eqiad", "eqiad.canary") == {place: end + 2 for place, end in ends.items()}


def test_a_run_that_is_killed_leaves_no_more(sites: Sites) -> None:
    assert_healthy(sites.canary())
    before = sites.left()
    moments = random.Random(52)

    for _ in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(sites.local.inventory)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begins\n"
            select.select([], [], [], moments.uniform(0.05, 0.6))
            process.kill()

    assert sites.left() == before
    assert_healthy(sites.canary())


def test_a_run_that_is_killed_while_it_makes_the_topic_is_taken_up_by_the_next(sites: Sites) -> None:
    target = sites.target("torn")
    with CanaryTopicAdmin(target.endpoints) as admin:
        assert admin.make("torn", [(1001, 1002)], SETTINGS) is None  # as far as a first run came, with one broker yet

    seen = run([target], [])

    assert (cluster(seen).created, cluster(seen).added, cluster(seen).leaderless) == (False, (1,), ())
    assert [one.trip.partition for one in cluster(seen).listeners] == [0, 1]
    assert all(one.trip.arrived for one in cluster(seen).listeners)
    with CanaryTopicAdmin(target.endpoints) as admin:
        shape = admin.shape("torn")
    assert shape is not None
    assert shape.replicas == ((1001, 1002), (1002, 1001))


def test_a_topic_with_other_options_is_used_and_not_changed(sites: Sites) -> None:
    target = sites.target("other-options")
    with CanaryTopicAdmin(target.endpoints) as admin:
        assert admin.create({"other-options": NewTopic(2, 2, {"retention.ms": "7200000"})}) == {}
        before = admin.described(["other-options"])

        seen = run([target], [])

        assert cluster(seen).differs["retention.ms"] == "7200000"
        assert all(one.trip.arrived for one in cluster(seen).listeners if one.trip.tried)
        assert sum(sites.ends("main-eqiad", "other-options").values()) >= 1
        assert run([target], []).clusters["main-eqiad"] != seen.clusters["main-eqiad"]
        assert {name: one.options for name, one in admin.described(["other-options"]).items()} == {
            name: one.options for name, one in before.items()
        }


def test_nothing_is_written_to_a_topic_of_others(sites: Sites) -> None:
    target = sites.target("orders")
    with CanaryTopicAdmin(target.endpoints) as admin:
        assert admin.create({"orders": NewTopic(2, 2, {})}) == {}
    servers = [str(endpoint) for endpoint in target.endpoints]
    with contextlib.closing(KafkaProducer(bootstrap_servers=servers, acks="all")) as producer:
        producer.send("orders", b"one", key=b"hiera", partition=1).get(20)
    before = sites.ends("main-eqiad", "orders")

    seen = run([target], [])

    assert cluster(seen).foreign == "offset 0 of partition 1"
    assert not any(one.trip.tried or one.trip.arrived for one in cluster(seen).listeners)
    assert sites.ends("main-eqiad", "orders") == before


def test_a_mirror_that_stands_still_is_seen_and_no_other(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_healthy(sites.canary())
    monkeypatch.setattr(canary_mirrors, "PATIENCE_S", SOON_S)

    with sites.standing_still(CODFW, f"kafka-mirror-{THERE}@0"):
        seen = sites.canary()

    assert all(trip.arrived for trip in mirror(seen, BACK).trips)
    lost = mirror(seen, THERE).trips
    assert [(trip.partition, trip.problem, trip.tried) for trip in lost] == [
        (0, "not read within 3 s", True),
        (1, "not read within 3 s", True),
    ]
    assert all(one.trip.arrived for one in cluster(seen).listeners)


def test_a_mirror_that_takes_other_topics_is_asked_for_nothing(sites: Sites) -> None:
    found = mirror(run([sites.target("other")], sites.mirrors), THERE)

    assert (found.left_out, found.trips) == ("no pattern matches", ())


def test_it_goes_through_a_proxy_alone_where_one_is_given(sites: Sites) -> None:
    assert_healthy(sites.canary())
    hosts = (*EQIAD, CODFW)
    places = {sites.compiler.platform.address(host): host for host in hosts}
    asked: list[Endpoints] = []

    with Sessions([Reach.here(host) for host in hosts]) as sessions, Proxy(sessions, places) as proxy:

        def way(endpoints: Endpoints) -> str:
            asked.append(endpoints)
            return proxy.url

        assert_healthy(run(sites.targets, sites.mirrors, way))
        unknown = Proxy(sessions, {})
        with unknown:
            seen = run(sites.targets, sites.mirrors, lambda _: unknown.url)

    assert set(asked) == {target.endpoints for target in sites.targets}
    found = seen.clusters["main-eqiad"]
    assert isinstance(found, Diagnostic), "nothing may go around a proxy that leads nowhere"
    assert proxy.url not in found.message


def test_verify_is_ok_and_names_each_record(sites: Sites) -> None:
    assert_healthy(sites.canary())

    report = sites.local.hiera_kafka("verify", "--canary", "--only", "canary-*", "--output", "json").good().data

    assert {(one["check"], one["subject"], one["status"]) for one in report["results"]} == {
        ("canary-topic", "main-codfw", "ok"),
        ("canary-topic", "main-eqiad", "ok"),
        ("canary-listeners", "main-codfw broker 2001 PLAINTEXT", "ok"),
        ("canary-listeners", "main-eqiad broker 1001 PLAINTEXT", "ok"),
        ("canary-listeners", "main-eqiad broker 1002 PLAINTEXT", "ok"),
        ("canary-mirrors", BACK, "ok"),
        ("canary-mirrors", THERE, "ok"),
    }
    assert all(one["unit"] == "ms" for one in report["results"] if one["check"] != "canary-topic")
    declared = sites.local.hiera_kafka("verify", "main-codfw", "--only", "canary-listeners", "--output", "json")
    assert [one["status"] for one in declared.good().data["results"]] == ["ok"], "the data asks for it"
    before = sites.ends("main-eqiad", "eqiad.canary")
    silent = sites.local.hiera_kafka("verify", "--no-canary", "--only", "canary-*", "--output", "json").good()
    assert not any(one["asked"] for one in silent.data["results"])
    assert sites.ends("main-eqiad", "eqiad.canary") == before


def test_a_broker_that_is_stopped_is_seen_and_leads_its_partition_again_when_it_is_back(sites: Sites) -> None:
    assert_healthy(sites.canary())
    supervisor = Supervisor(str(sites.local.host(EQIAD[1])))
    supervisor.stop("kafka", 60)
    try:
        seen = until(lambda: (found := run(sites.targets, ())) and not alive(found, 1002) and found)
        one, other = cluster(seen).listeners
        assert one.trip.arrived
        assert (other.trip.tried, other.trip.problem) == (True, "the broker is not alive, as the others see it")
        assert cluster(seen).missing == ()
    finally:
        supervisor.start("kafka")

    # It gets its partition back as soon as it is in sync, and others keep their leaders.
    until(lambda: leads(run(sites.targets, ()), 1002))
    assert_healthy(sites.canary())


def alive(seen: CanarySeen, broker: int) -> bool:
    (trip,) = [one.trip for one in cluster(seen).listeners if one.broker == broker]
    return trip.problem != "the broker is not alive, as the others see it"


def leads(seen: CanarySeen, broker: int) -> bool:
    return all(one.trip.arrived for one in cluster(seen).listeners if one.broker == broker)

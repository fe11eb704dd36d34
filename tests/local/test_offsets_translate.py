"""Groups go on in the other of two real datacenters: MirrorMaker 2 mirrors them one way, MirrorMaker 1 the other."""

from __future__ import annotations

import contextlib
import os
import random
import shlex
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import OffsetAndMetadata
from kafka.structs import TopicPartition as KafkaPartition

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.clients.kafka import Cluster
from hiera_kafka.clients.records import ReadableCluster, Record
from hiera_kafka.model.endpoints import parse_endpoints
from lib.clusters.kafka_clients import UNCLOSED, forget_clients, until
from lib.clusters.local_cluster import ROOT, Done, LocalCluster, local_cluster
from lib.repository import console_commands

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.filterwarnings(UNCLOSED)]

EQIAD, CODFW = "main-eqiad", "main-codfw"
HOSTS = {EQIAD: "kafka-main1001.eqiad.wmnet", CODFW: "kafka-main2001.codfw.wmnet"}
PARTITIONS = {EQIAD: 2, CODFW: 3}
TOPICS = {EQIAD: "eqiad.events", CODFW: "codfw.events"}
MESSAGES = 400
"""Of each topic."""
OLD = 300
"""Messages of lower numbers a group has processed, however often a mirror copied them."""
MIRRORS = {f"{CODFW}_to_{EQIAD}": HOSTS[EQIAD], f"{EQIAD}_to_{CODFW}": HOSTS[CODFW]}

DATA = f"""\
zookeeper_clusters:
  both:
    hosts: {{{HOSTS[CODFW]}: 1}}
kafka_clusters:
  {EQIAD}: {{zookeeper_cluster_name: both, brokers: {{{HOSTS[EQIAD]}: {{id: 1001}}}}}}
  {CODFW}: {{zookeeper_cluster_name: both, brokers: {{{HOSTS[CODFW]}: {{id: 2001}}}}}}
kafka_mirrors:
  {EQIAD}_to_{CODFW}: {{source: {EQIAD}, destination: {CODFW}, topics: 'eqiad\\..+', engine: 2}}
  {CODFW}_to_{EQIAD}: {{source: {CODFW}, destination: {EQIAD}, topics: 'codfw\\..+', engine: 1}}
profile::kafka::broker::log_retention_hours: 1000000
"""


@dataclass
class Sites:
    """Two running clusters, and what was written."""

    local: LocalCluster
    servers: dict[str, str]
    written: dict[str, set[bytes]] = field(default_factory=dict)

    @property
    def state(self) -> dict[str, str]:
        return {"XDG_STATE_HOME": str(self.local.home / "state")}

    def offsets(self, *words: str | Path) -> Done:
        return self.local.hiera_kafka("offsets", *words, environment=self.state)

    def translate(self, group: str, home: str, *words: str | Path) -> Done:
        return self.offsets("translate", group, "--from", home, "--to", other(home), *words)

    def create(self, home: str) -> None:
        """Create a site's own topic; at the other first, or the mirror would create it there in its own way."""
        topic = TOPICS[home]
        for name in (other(home), home):
            servers = self.servers[name]
            words = ("topics", "--create", "--topic", topic, "--partitions", str(PARTITIONS[name]))
            self.local.kafka(*words, environment={"KAFKA_BOOTSTRAP_SERVERS": servers}).good()

    def produce(self, home: str, numbers: Iterable[int], chance: random.Random) -> None:
        """Write to the site's own topic, with times that are late now and then."""
        topic = TOPICS[home]
        with contextlib.closing(
            KafkaProducer(bootstrap_servers=self.servers[home], acks="all", compression_type=chance.choice(CODECS))
        ) as producer:
            for number in numbers:
                value = f"{topic} {number}".encode()
                time = START + 100 * number - chance.choice([0, 0, 0, 700, 5000])
                producer.send(topic, value, key=f"{number % 40}".encode(), timestamp_ms=time)
                self.written.setdefault(topic, set()).add(value)
            producer.flush()

    def log(self, name: str, topic: str) -> dict[TopicPartition, list[Record]]:
        """All that a cluster has of a topic."""
        with ReadableCluster(parse_endpoints(self.servers[name])) as cluster:
            ranges = cluster.ranges(TopicPartition(topic, number) for number in range(PARTITIONS[name]))
        return read(self.servers[name], ranges)

    def arrived(self, name: str) -> bool:
        """Whether a cluster has all messages of both topics."""
        return all(values(self.log(name, topic)) == self.written[topic] for topic in TOPICS.values())

    def noted(self) -> bool:
        """Whether both mirrors have written down that they have copied all."""
        seen = self.local.hiera_kafka("mirrors", "--no-hosts", "--output", "json").data
        return all(one["lag"] is not None and (one["lag"]["messages"], one["uncommitted"]) == (0, []) for one in seen)


CODECS = [None, "gzip", "snappy", "lz4", "zstd"]
START = 1_767_225_600_000
"""2026-01-01, in milliseconds."""


def other(name: str) -> str:
    return CODFW if name == EQIAD else EQIAD


def read(servers: str, ranges: dict[TopicPartition, Range]) -> dict[TopicPartition, list[Record]]:
    """Return the messages of ranges, in order."""
    found: dict[TopicPartition, list[Record]] = {place: [] for place in ranges}
    left = {place for place, wanted in ranges.items() if wanted.earliest < wanted.latest}
    if not left:
        return found
    consumer = KafkaConsumer(bootstrap_servers=servers, group_id=None, auto_offset_reset="none")
    with contextlib.closing(consumer):
        consumer.assign([KafkaPartition(*place) for place in left])
        for place in left:
            consumer.seek(KafkaPartition(*place), ranges[place].earliest)

        def done() -> bool:
            for place, records in consumer.poll(500).items():
                found[TopicPartition(*place)] += [Record(r.offset, r.timestamp, r.key, r.value) for r in records]
            return all(found[place] and found[place][-1].offset >= ranges[place].latest - 1 for place in left)

        until(done)
    return found


def values(log: dict[TopicPartition, list[Record]]) -> set[bytes]:
    return {record.value for records in log.values() for record in records if record.value is not None}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Messages on both sides, a part of which a mirror that was killed copied twice."""
    with local_cluster(tmp_path_factory.mktemp("translate") / "home", DATA) as local:
        local.up().good()
        strings = local.hiera_kafka("clients", "--output", "json").good().data
        made = Sites(local, {one["cluster"]: one["bootstrap_servers"] for one in strings})
        for home in TOPICS:
            made.create(home)
        chance = random.Random(8)
        for home in (EQIAD, CODFW):
            made.produce(home, range(MESSAGES // 2), chance)
        pids = local.pids()
        for mirror, host in MIRRORS.items():
            os.kill(pids[host, f"kafka-mirror-{mirror}@0"], signal.SIGKILL)
        for home in (EQIAD, CODFW):
            made.produce(home, range(MESSAGES // 2, MESSAGES), chance)
        for name in (EQIAD, CODFW):
            until(lambda name=name: made.arrived(name), seconds=180)  # type: ignore[misc]  # bound here, not later
        # What they have copied counts from when they have written that down, which they do every few seconds.
        until(made.noted, seconds=180)
        yield made


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    forget_clients()


def process(sites: Sites, home: str, group: str) -> set[bytes]:
    """Leave a group like an application that is killed: the last that it processed is not committed.

    It has processed at least the messages below `OLD`. Left to itself, a consumer takes one partition after the other,
    and may end among those that a mirror copied twice, where nothing but the beginning is proven.
    """
    logs = {place: log for topic in TOPICS.values() for place, log in sites.log(home, topic).items()}
    committed = {place: last_before(log, OLD) for place, log in logs.items()}
    consumer = KafkaConsumer(
        *TOPICS.values(), bootstrap_servers=sites.servers[home], group_id=group, enable_auto_commit=False
    )
    with contextlib.closing(consumer):
        until(lambda: consumer.poll(100) or len(consumer.assignment()) == len(logs))
        consumer.commit({KafkaPartition(*place): OffsetAndMetadata(at, "", -1) for place, at in committed.items()})
    return {one.value for place, log in logs.items() for one in log[: committed[place] + 20] if one.value is not None}


def last_before(log: list[Record], number: int) -> int:
    """Return the offset behind the last message that was written before a number; of a log that nobody trimmed."""
    old = [record.offset for record in log if record.value is not None and int(record.value.split()[1]) < number]
    return max(old, default=-1) + 1


def rest(servers: str, group: str) -> set[bytes]:
    """Return all that a group has still to read."""
    with Cluster(parse_endpoints(servers)) as cluster:
        committed = cluster.committed(group)
        ranges = cluster.ranges(committed)
    return values(read(servers, {place: Range(committed[place].offset, ranges[place].latest) for place in committed}))


@pytest.mark.parametrize("home", [EQIAD, CODFW])
def test_a_group_goes_on_without_a_gap_in_the_other_datacenter(sites: Sites, home: str) -> None:
    """Both topics in both directions: copies and originals, of either engine."""
    group, away = f"app-of-{home}", other(home)
    processed = process(sites, home, group)
    shown = sites.translate(group, home, "--output", "json").good().data
    assert (shown["executed"], shown["source_answers"]) == (False, True)
    assert {one["topic"]: (one["by"], one["skipped"], one["lost"]) for one in shown["topics"]} == dict.fromkeys(
        TOPICS.values(), ("timestamps", 0, 0)
    )
    with Cluster(parse_endpoints(sites.servers[away])) as cluster:
        assert cluster.committed(group) == {}

    done = sites.translate(group, home, "--execute", "--yes").good()
    assert ": none skipped, about " in done.out
    assert f" --cluster {away}` restores the old offsets." in done.out
    with (
        Cluster(parse_endpoints(sites.servers[home])) as there,
        Cluster(parse_endpoints(sites.servers[away])) as cluster,
    ):
        left, committed = there.committed(group), cluster.committed(group)
    assert {place.topic for place in committed} == set(TOPICS.values())
    for topic in TOPICS.values():
        logs = sites.log(home, topic).items()
        oldest = min(record.timestamp_ms for place, log in logs for record in log[left[place].offset :])
        for place, records in sites.log(away, topic).items():
            before = {record.value for record in records if record.offset < committed[place].offset}
            assert before <= processed, f"{place} is ahead"
            # Engine 1 mixes partitions, so what is older may come later: how much is read again is up to it.
            proven = next((record.offset for record in records if record.timestamp_ms >= oldest), len(records))
            assert committed[place].offset == proven
    everything = sites.written[TOPICS[EQIAD]] | sites.written[TOPICS[CODFW]]
    assert processed | rest(sites.servers[away], group) == everything

    sites.offsets("undo", "--cluster", away, "--yes").good()
    with Cluster(parse_endpoints(sites.servers[away])) as cluster:
        assert cluster.committed(group) == {}


def test_a_group_that_has_processed_all_reads_nothing_again(sites: Sites) -> None:
    with Cluster(parse_endpoints(sites.servers[EQIAD])) as cluster:
        places = [TopicPartition(topic, number) for topic in TOPICS.values() for number in range(PARTITIONS[EQIAD])]
        ends = {place: range_.latest for place, range_ in cluster.ranges(places).items()}
        lines = [f"{place.topic},{place.partition},{offset}\n" for place, offset in ends.items()]
        file = sites.local.home / "ends.csv"
        file.write_text("".join(lines))
    sites.offsets("set", "idle", "--from-file", file, "--cluster", EQIAD, "--execute", "--yes").good()

    shown = until(lambda: _caught_up(sites), seconds=300)
    assert "main-eqiad has nothing unprocessed" in shown.out
    assert ": none skipped, about 0 messages read again." in shown.out


def _caught_up(sites: Sites) -> Done | None:
    """Translate when the mirror has noted how far it is, which it does every few seconds."""
    shown = sites.translate("idle", EQIAD).good()
    return shown if "about 0 messages" in shown.out else None


def test_consumers_at_the_destination_are_named_and_nothing_is_set(sites: Sites) -> None:
    process(sites, EQIAD, "busy")
    consumer = KafkaConsumer(
        TOPICS[EQIAD],
        bootstrap_servers=sites.servers[CODFW],
        group_id="busy",
        client_id="app-1",
        enable_auto_commit=False,
    )
    with contextlib.closing(consumer):
        until(lambda: consumer.poll(100) or consumer.assignment())
        sites.translate("busy", EQIAD, "--execute", "--yes").failed(1, "error[group-active]", "app-1@127.")
        shown = sites.translate("busy", CODFW, "--topic", TOPICS[EQIAD])
        assert "it is still active in main-codfw: app-1@127." in shown.out
        assert "What it processes from now on is read again." in shown.out


def test_what_nobody_knows_is_refused(sites: Sites) -> None:
    sites.translate("nobody", EQIAD).failed(3, "error[translate-nothing]")
    sites.translate("idle", EQIAD, "--topic", "unknown").failed(1, "error[translate-not-proven]", "does not have it")
    few = ("save", "--from", EQIAD, "--to", CODFW, "--group", "busy", "--read-at-most", "1", "--file")
    sites.offsets(*few, sites.local.home / "few.json").failed(1, "nothing, not saved: by timestamps: ")
    words = ("--by", "timestamps", "--read-at-most", "1", "--topic", TOPICS[EQIAD])
    sites.translate("busy", EQIAD, *words).failed(1, "error[translate-not-proven]", "1 may be read (--read-at-most)")


def test_the_page_on_translating_is_true(sites: Sites) -> None:
    process(sites, EQIAD, "my-group")
    printed = []
    for command in console_commands(ROOT / "docs/howto/translate-offsets.md"):
        program, *words = shlex.split(command)
        assert program == "hiera-kafka"
        printed.append(sites.local.hiera_kafka(*words, environment=sites.state).good().out)

    assert "Nothing was written: --execute writes it." in printed[0]
    assert "Written and read back." in printed[1]
    assert "Restored and read back." in printed[2]
    assert "my-group" in printed[3]
    assert " saved " in printed[4]
    assert "Only you can know whether messages are skipped" in printed[5]


def test_when_its_datacenter_is_gone_checkpoints_or_a_saved_translation_prove_a_position(sites: Sites) -> None:
    """The last test, since it takes main-eqiad away."""
    processed = process(sites, EQIAD, "night")
    # Engine 2 writes a checkpoint of each partition some time after the group's commits.
    by_checkpoints = ("--by", "checkpoints", "--topic", TOPICS[EQIAD], "--output", "json")
    until(lambda: sites.translate("night", EQIAD, *by_checkpoints).code == 0, seconds=300)
    sites.offsets("save", "--from", EQIAD, "--to", CODFW, "--group", "night").good()
    saved = sites.local.home / f"state/hiera-kafka/translations/{EQIAD}_to_{CODFW}.json"

    Supervisor(str(sites.local.host(HOSTS[EQIAD]))).stop("kafka", 60)
    shown = sites.translate("night", EQIAD, "--execute", "--yes", "--output", "json").good().data
    assert (shown["source_answers"], shown["executed"]) == (False, True)
    assert {one["topic"]: one["by"] for one in shown["topics"]}[TOPICS[CODFW]] == "saved"
    later = rest(sites.servers[CODFW], "night")
    assert processed | later == sites.written[TOPICS[EQIAD]] | sites.written[TOPICS[CODFW]]
    sites.offsets("undo", "--cluster", CODFW, "--yes").good()

    saved.unlink()
    by_checkpoints = ("--topic", TOPICS[EQIAD], "--execute", "--yes")
    assert "checkpoints of MirrorMaker 2" in sites.translate("night", EQIAD, *by_checkpoints).good().out
    assert sites.written[TOPICS[EQIAD]] <= processed | rest(sites.servers[CODFW], "night")
    sites.translate("night", EQIAD, "--topic", TOPICS[CODFW]).failed(1, "error[translate-not-proven]")
    word = sites.translate("night", EQIAD, "--topic", TOPICS[CODFW], "--at", "2026-01-01T00:00:10", "--margin", "PT6S")
    assert "your declaration that everything before 2026-01-01T00:00:04.000Z was processed" in word.good().out
    sites.translate("night", EQIAD, "--by", "timestamps").failed(4, "error[cluster-not-answering]")

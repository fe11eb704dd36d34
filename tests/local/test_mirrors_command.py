"""`hiera-kafka mirrors` of two real clusters that mirror each other, one way with either engine."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaProducer, TopicPartition

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from hiera_kafka.clients.topics import NewTopic, TopicAdmin
from hiera_kafka.model.endpoints import parse_endpoints
from lib.clusters.kafka_clients import UNCLOSED, forget_clients, until
from lib.clusters.local_cluster import BIN, ROOT, Done, LocalCluster, local_cluster
from lib.repository import console_commands

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.filterwarnings(UNCLOSED)]

EQIAD, CODFW = "kafka-main1001.eqiad.wmnet", "kafka-main2001.codfw.wmnet"
THERE, BACK = "main-eqiad_to_main-codfw", "main-codfw_to_main-eqiad"
DATA = f"""\
zookeeper_clusters:
  main-eqiad: {{hosts: {{{EQIAD}: "1"}}}}
  main-codfw: {{hosts: {{{CODFW}: "1"}}}}
kafka_clusters:
  main-eqiad: {{zookeeper_cluster_name: main-eqiad, brokers: {{{EQIAD}: {{id: 1001}}}}}}
  main-codfw: {{zookeeper_cluster_name: main-codfw, brokers: {{{CODFW}: {{id: 2001}}}}}}
kafka_mirrors:
  {THERE}: {{source: main-eqiad, destination: main-codfw, topics: 'eqiad\\..+', exclude: 'eqiad\\.private\\..+',
    offset_commit_interval_ms: 1000}}
  {BACK}: {{source: main-codfw, destination: main-eqiad, topics: 'codfw\\..+', engine: 2,
    offset_commit_interval_ms: 1000}}
"""
CHECKS = ("mirror-processes", "mirror-lag", "mirror-losses")
SMALL = 50_000
"""Bytes of the limit of a broker that an operator has set too low."""
LARGE = 1_500_000
"""Bytes of a message that the source takes, and a destination with Kafka's own limit refuses."""


@dataclass(frozen=True)
class Sites:
    """Two running clusters, and their brokers by name of the cluster."""

    local: LocalCluster
    brokers: dict[str, str]

    def mirrors(self, *words: str) -> Done:
        return self.local.hiera_kafka("mirrors", *words)

    def report(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Exit code, and the report of each mirror by its name."""
        done = self.mirrors(*words, "--output", "json")
        return done.code, {mirror["name"]: mirror for mirror in done.data}

    def produce(self, cluster: str, topic: str, count: int, size: int = 10) -> None:
        producer = KafkaProducer(bootstrap_servers=self.brokers[cluster], acks="all", max_request_size=2 * LARGE)
        with contextlib.closing(producer):
            for number in range(count):
                # Random, so that compressing it makes it no smaller.
                producer.send(topic, os.urandom(size), key=str(number % 5).encode())
            producer.flush()

    def settled(self) -> dict[str, Any]:
        """Wait until all is mirrored, and return the report."""

        def seen() -> dict[str, Any]:
            code, report = self.report("--no-hosts", "--max-messages", "0")
            return report if code == 0 and not any(mirror["uncommitted"] for mirror in report.values()) else {}

        return until(seen)

    def verified(self, name: str) -> dict[str, dict[str, Any]]:
        """Check of mirrors to what it found of one."""
        done = self.local.hiera_kafka("verify", name, "--only", "mirror-*", "--output", "json")
        return {one["check"]: one for one in done.data["results"]}

    def limit(self, *change: str) -> None:
        """Change what the broker of main-eqiad does by default."""
        to = ("--bootstrap-server", self.brokers["main-eqiad"], "--entity-type", "brokers", "--entity-default")
        self.local.kafka("configs", "--alter", *to, *change).good()

    @contextlib.contextmanager
    def standing_still(self, host: str, service: str) -> Iterator[None]:
        """Have a process do nothing for a while, as one that hangs does."""
        pid = self.local.pids()[host, service]
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    with local_cluster(tmp_path_factory.mktemp("mirrors") / "home", DATA) as local:
        local.up().good()
        strings = local.hiera_kafka("clients", "--output", "json").data
        found = Sites(local, {one["cluster"]: one["bootstrap_servers"] for one in strings})
        with TopicAdmin(parse_endpoints(found.brokers["main-eqiad"])) as admin:
            large = {"max.message.bytes": str(2 * LARGE), "retention.ms": "-1"}
            assert admin.create({"eqiad.events": NewTopic(3, 1, large)}) == {}
        for cluster, topic in (
            ("main-eqiad", "eqiad.events"),
            ("main-eqiad", "eqiad.private.letters"),
            ("main-eqiad", "local"),
            ("main-codfw", "codfw.events"),
        ):
            found.produce(cluster, topic, 50)
        yield found


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    forget_clients()


def test_both_engines_are_shown_with_the_rule_for_each_topic(sites: Sites) -> None:
    report = sites.settled()

    for mirror, topic in ((report[THERE], "eqiad.events"), (report[BACK], "codfw.events")):
        assert (mirror["state"], mirror["lag"]["messages"], mirror["lag"]["seconds"]) == ("ok", 0, 0.0)
        assert sum(place["next"] for place in mirror["lag"]["partitions"] if place["topic"] == topic) == 50
        assert mirror["members"] == {"seen": 1, "wanted": 1}
    assert (report[THERE]["engine"], report[BACK]["engine"]) == (1, 2)
    rules = {verdict["topic"]: (verdict["rule"], verdict["pattern"]) for verdict in report[THERE]["verdicts"]}
    assert rules["eqiad.events"] == ("taken", r"eqiad\..+")
    assert rules["eqiad.private.letters"] == ("excluded", r"eqiad\.private\..+")
    assert rules["local"] == ("unmatched", None)
    assert rules["__consumer_offsets"][0] == "internal"
    assert "eqiad.private.letters" not in topics_of(sites, "main-codfw")


def topics_of(sites: Sites, cluster: str) -> set[str]:
    with TopicAdmin(parse_endpoints(sites.brokers[cluster])) as admin:
        return set(admin.topics())


def test_what_is_written_while_a_mirror_stands_still_is_counted_and_aged(sites: Sites) -> None:
    sites.settled()
    for name, host, cluster, topic in (
        (THERE, CODFW, "main-eqiad", "eqiad.events"),
        (BACK, EQIAD, "main-codfw", "codfw.events"),
    ):
        with sites.standing_still(host, f"kafka-mirror-{name}@0"):
            sites.produce(cluster, topic, 30)
            code, report = sites.report("--no-hosts", "--max-messages", "29", "--max-seconds", "86400", name)
            # On a busy machine its session may be over by now, and then it is also stopped.
            assert code == 1
            assert "lagging" in {finding["state"] for finding in report[name]["findings"]}
            assert report[name]["lag"]["messages"] == 30
            assert report[name]["lag"]["seconds"] > 0
    report = sites.settled()
    assert all(mirror["lag"]["lost"] == 0 for mirror in report.values())


def test_checks_of_a_mirror_are_green_and_red_where_it_is_late_or_has_lost_something(sites: Sites) -> None:
    sites.settled()
    for name in (THERE, BACK):
        assert {check: one["status"] for check, one in sites.verified(name).items()} == dict.fromkeys(CHECKS, "ok")
    place = TopicPartition("codfw.events", 0)
    ten_minutes_ago = time.time_ns() // 1_000_000 - 600_000
    with (
        sites.standing_still(EQIAD, f"kafka-mirror-{BACK}@0"),
        contextlib.closing(KafkaProducer(bootstrap_servers=sites.brokers["main-codfw"])) as producer,
        contextlib.closing(KafkaAdminClient(bootstrap_servers=sites.brokers["main-codfw"])) as admin,
    ):
        sent = [
            producer.send(place.topic, b"late", partition=place.partition, timestamp_ms=ten_minutes_ago)
            for _ in range(5)
        ]
        first, *_, last = (one.get(timeout=60).offset for one in sent)
        late = sites.verified(BACK)
        admin.delete_records({place: last})
        lost = sites.verified(BACK)

    assert (late["mirror-lag"]["status"], late["mirror-losses"]["status"]) == ("warning", "ok")
    assert late["mirror-lag"]["value"] >= 600
    assert (lost["mirror-losses"]["status"], lost["mirror-losses"]["value"]) == ("critical", last - first)
    sites.settled()


def test_the_commands_of_the_page_run_and_hosts_report_their_processes(sites: Sites) -> None:
    sites.settled()
    commands = list(console_commands(ROOT / "docs/howto/mirrors.md"))
    assert [command.split()[:2] for command in commands] == [["hiera-kafka", "mirrors"]] * 6
    environment = {
        **sites.local.environment,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "HIERA_KAFKA_INVENTORY": str(sites.local.inventory),
    }
    script = "set -e\n" + "\n".join(commands)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{THERE}  1       ok     1/1" in done.stdout
    assert f"{BACK}  2       ok     1/1" in done.stdout
    assert f"{CODFW}  kafka-mirror-{THERE}@0  running" in done.stdout
    assert r"excluded by eqiad\.private\..+" in done.stdout
    pids = sites.local.pids()
    _, report = sites.report()
    assert report[THERE]["processes"][0]["pid"] == pids[CODFW, f"kafka-mirror-{THERE}@0"]


def test_a_host_that_cannot_be_reached_is_named_and_the_others_are_shown(sites: Sites) -> None:
    nowhere = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}
    addresses = sites.local.home / "addresses.yml"
    addresses.write_text(json.dumps({"all": {"hosts": {CODFW: nowhere}}}))
    code, report = sites.report("--addresses", str(addresses))

    assert code == 4
    (seen,) = report[THERE]["processes"]
    assert (seen["state"], seen["detail"].partition(":")[0]) == (None, "unreachable")
    assert report[THERE]["lag"]["messages"] == 0
    assert report[BACK]["processes"][0]["state"] == "running"


def test_topics_are_brought_up_to_the_source_and_an_error_of_the_mirror_is_reported(sites: Sites) -> None:
    """A message that the destination refuses: the mirror mirrors no more until the topic's limit is raised.

    MirrorMaker 1 ends, again and again; MirrorMaker 2 gives up the task, and goes on running.
    """
    sites.settled()
    with TopicAdmin(parse_endpoints(sites.brokers["main-codfw"])) as admin:
        assert admin.set_options({"eqiad.events": {"max.message.bytes": "1048588"}}) == {}
    # Of the broker: that of a topic MirrorMaker 2 makes again what it is at the source, once a minute.
    sites.limit("--add-config", f"message.max.bytes={SMALL}")
    sites.produce("main-eqiad", "eqiad.events", 1, LARGE)
    sites.produce("main-codfw", "codfw.events", 1, 2 * SMALL)

    def refused(report: dict[str, Any]) -> list[dict[str, Any]]:
        named = [one["text"] for one in report["findings"] if one["state"] == "broken"]
        return [
            one
            for one in report["oversized"]
            if any(
                f"{one['topic']}:{one['partition']} has a message of {one['bytes']} bytes at offset {one['offset']}, "
                f"and the topic in {report['destination']} takes at most {one['limit']}" in text
                for text in named
            )
        ]

    def fail() -> Any:
        _, report = sites.report()
        return all(refused(mirror) for mirror in report.values()) and report

    report = until(fail)
    assert {mirror["state"] for mirror in report.values()} == {"broken"}
    assert all("RecordTooLarge" in mirror["last_error"]["text"] for mirror in report.values())
    for name, topic, limit, size in (
        (THERE, "eqiad.events", 1_048_588, LARGE),
        (BACK, "codfw.events", SMALL, 2 * SMALL),
    ):
        (one,) = refused(report[name])
        (place,) = (place for place in report[name]["lag"]["partitions"] if place["lag"])
        assert (one["topic"], one["partition"], one["offset"]) == (topic, place["partition"], place["next"])
        assert one["limit"] == limit
        assert size < one["bytes"] < size + 100
        found = sites.verified(name)["mirror-processes"]
        assert (found["status"], f" at offset {one['offset']}, and" in found["observed"]) == ("critical", True), found
    assert report[THERE]["lag"]["messages"] == 1

    shown = sites.mirrors("settings", THERE)
    assert f"eqiad.events  max.message.bytes  {2 * LARGE}" in shown.good().out
    assert "Nothing was written" in shown.out
    sites.mirrors("settings", THERE, "--execute").failed(3, "confirmation-needed")
    assert "Written and read back." in sites.mirrors("settings", THERE, "--execute", "--yes").good().out
    sites.limit("--delete-config", "message.max.bytes")
    supervisor = Supervisor(str(sites.local.host(EQIAD)))
    supervisor.stop(f"kafka-mirror-{BACK}@0", 60)
    supervisor.start(f"kafka-mirror-{BACK}@0")
    assert sites.settled()[THERE]["lag"]["messages"] == 0


def test_a_topic_that_is_missing_is_made_as_it_is_at_the_source(sites: Sites) -> None:
    options = {"cleanup.policy": "compact", "retention.ms": "-1"}
    with (
        sites.standing_still(CODFW, f"kafka-mirror-{THERE}@0"),
        TopicAdmin(parse_endpoints(sites.brokers["main-eqiad"])) as source,
        TopicAdmin(parse_endpoints(sites.brokers["main-codfw"])) as destination,
    ):
        assert source.create({"eqiad.new": NewTopic(4, 1, options)}) == {}
        words = ("settings", THERE, "--topic", "eqiad.new")
        assert "made with 4 partitions, 1 replicas, cleanup.policy=compact" in sites.mirrors(*words).good().out
        assert "eqiad.new" not in destination.topics()
        assert sites.mirrors(*words, "--execute", "--yes").good().out.endswith("Written and read back.\n")
        made = destination.described(["eqiad.new"])["eqiad.new"]
        assert (made.partitions, {name: made.options[name].value for name in options}) == (4, options)
        assert destination.add_partitions({"eqiad.new": 6}) == {}
        again = sites.mirrors(*words, "--execute", "--yes").good().out
        assert "eqiad.new  partitions  4       6            stays: larger here" in again
        assert "nothing to write" in again
    sites.mirrors("settings", THERE, "--topic", "local").failed(3, "error[topic-not-mirrored]", "no pattern matches")


def test_the_names_of_copies_are_those_that_engines_make(sites: Sites) -> None:
    """Topics of heartbeats and those whose names end so, which MirrorMaker 2 takes, renames and leaves by itself."""
    odd = (
        "codfw.heartbeats",
        "codfw.job-heartbeats",
        "other.heartbeats",
        "other.job-heartbeats",
        "main-eqiad.heartbeats",
    )
    for topic in odd:
        sites.produce("main-codfw", topic, 1)
    sites.produce("main-eqiad", "eqiad.heartbeats", 1)
    # Every copy, also that of the other mirror's copy, is there before anything is judged.
    made = until(
        lambda: (
            {one for one in topics_of(sites, "main-eqiad") if one.endswith("heartbeats")}
            if "main-codfw.eqiad.heartbeats" in topics_of(sites, "main-eqiad")
            and "main-codfw.other.heartbeats" in topics_of(sites, "main-eqiad")
            else None
        )
    )
    report = sites.settled()

    own = {"eqiad.heartbeats", "heartbeats"}  # the latter is made by MirrorMaker 2 at its destination, and stays empty
    assert made == own | {
        "main-codfw.codfw.heartbeats",
        "main-codfw.codfw.job-heartbeats",
        "main-codfw.eqiad.heartbeats",
        "main-codfw.other.heartbeats",
    }
    verdicts = {verdict["topic"]: verdict for verdict in report[BACK]["verdicts"]}
    copies = {one["destination_topic"] for name, one in verdicts.items() if name.endswith("heartbeats")}
    assert copies - {None} == made - own
    assert {name: verdicts[name]["rule"] for name in odd} == {
        "codfw.heartbeats": "taken",
        "codfw.job-heartbeats": "taken",
        "other.heartbeats": "heartbeats",
        "other.job-heartbeats": "unmatched",
        "main-eqiad.heartbeats": "returning",
    }
    there = {verdict["topic"]: verdict["destination_topic"] for verdict in report[THERE]["verdicts"]}
    assert there["eqiad.heartbeats"] == "eqiad.heartbeats"
    assert "eqiad.heartbeats" in topics_of(sites, "main-codfw")
    shown = sites.mirrors(BACK).out
    assert "its copy is main-codfw.other.heartbeats" in shown
    assert "MirrorMaker 1 would leave other.heartbeats: no pattern matches." in shown
    assert "MirrorMaker 2 would write eqiad.heartbeats as main-eqiad.eqiad.heartbeats;" in sites.mirrors(THERE).out
    # Made by MirrorMaker 2, it is as the source has it: nothing is missing under the source's own name.
    compared = sites.mirrors("settings", BACK, "--topic", "codfw.heartbeats", "--output", "json").good().data
    assert [(one["destination_topic"], one["create"]) for one in compared["topics"]] == [
        ("main-codfw.codfw.heartbeats", None)
    ]


def test_a_stopped_process_and_a_cluster_that_is_gone_are_distinguished(sites: Sites) -> None:
    """Last, since it leaves the source of one and the destination of the other stopped."""
    supervisor = Supervisor(str(sites.local.host(EQIAD)))
    supervisor.stop(f"kafka-mirror-{BACK}@0", 60)
    code, report = sites.report(BACK)
    assert (code, report[BACK]["state"]) == (1, "stopped")
    found = sites.verified(BACK)
    assert {check: one["status"] for check, one in found.items()} == {
        "mirror-processes": "critical",
        "mirror-lag": "ok",
        "mirror-losses": "ok",
    }

    supervisor.stop("kafka", 60)
    code, report = sites.report()
    assert code == 4
    assert {mirror["state"] for mirror in report.values()} == {"unknown"}
    assert report[THERE]["verdicts"] is None
    assert report[THERE]["processes"][0]["state"] == "running"
    assert "codfw.events" in [verdict["topic"] for verdict in report[BACK]["verdicts"] if verdict["taken"]]
    assert report[BACK]["lag"] is None
    sites.mirrors("settings", THERE).failed(4, "error[cluster-not-answering]")

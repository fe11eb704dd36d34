"""A cluster, a mirror and a journal of offsets that an older release made, in the hands of this one.

`make test` takes one release, the oldest that is installed from a wheel; `make soak` takes the others.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer
from tests.packages.environment import Environment

from lib.clusters.flows import create
from lib.clusters.kafka_clients import UNCLOSED, consume, until
from lib.clusters.local_cluster import Done, LocalCluster, local_cluster
from lib.releases import RELEASES, installed, require_history

pytestmark = [
    pytest.mark.real,
    pytest.mark.network,
    pytest.mark.xdist_group("real"),
    pytest.mark.filterwarnings(UNCLOSED),
]

ONE, TWO = "kafka1001.eqiad.wmnet", "kafka2001.codfw.wmnet"
CLUSTERS = {"one": ONE, "two": TWO}
DATA = {
    "zookeeper_clusters": {name: {"hosts": {host: 1}} for name, host in CLUSTERS.items()},
    "kafka_clusters": {
        name: {"zookeeper_cluster_name": name, "brokers": {host: {"id": 1}}} for name, host in CLUSTERS.items()
    },
    "kafka_mirrors": {"one_to_two": {"source": "one", "destination": "two", "topics": r"one\..*", "engine": 1}},
}
OLDEST, *OTHERS = RELEASES
TOPIC, GROUP = "one.events", "app"
COUNT, READ = 100, 40
"""Messages that are there before the upgrade, and how many of them the group has processed."""

RECORDS = {ONE: ("kafka", "zookeeper"), TWO: ("kafka", "kafka-mirror-one_to_two@0", "zookeeper")}
_SCRIPTS = {"usr/local/bin/kafka", "usr/local/libexec/hiera-kafka/start-service"}
NEW = {
    "0.2.0": {*_SCRIPTS, "records", "etc/kafka/server.properties"},
    "0.3.0": {*_SCRIPTS, "records", "etc/kafka/server.properties"},
}
"""Release to what the first run of this one changes on its hosts, of files that stay; options of brokers alone wait for
a restart."""
_BY_SERVICES = ("srv", "var/lib/zookeeper", "var/log", "run")


@dataclass(frozen=True)
class Upgraded:
    """A running cluster that an older release made.

    Attributes:
        version: The release.
        release: Where it is installed.
        cluster: What it made.
    """

    version: str
    release: Environment
    cluster: LocalCluster

    @property
    def state(self) -> dict[str, str]:
        """Where both releases keep the state of their user."""
        return {"XDG_STATE_HOME": str(self.cluster.home / "state")}

    @property
    def journal(self) -> Path:
        return self.cluster.home / "state/hiera-kafka/offsets"

    def older(self, *words: str) -> Done:
        """Run a command of the older release's `hiera-kafka`, in the user's own repository."""
        bin_ = self.release.directory / "bin"
        done = subprocess.run(
            [bin_ / "hiera-kafka", *words, "-i", self.cluster.inventory],
            cwd=self.cluster.home,
            env={**self.cluster.environment, **self.state, "PATH": f"{bin_}:{os.environ['PATH']}"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def today(self, *words: str | Path) -> Done:
        """Run a command of this release's `hiera-kafka`."""
        return self.cluster.hiera_kafka(*words, environment=self.state)

    def roll(self) -> Done:
        """Restart all services with this release, one after the other."""
        words = ("playbooks/roll_restart.yml", "-e", "roll_restart_all=true", "-e", "roll_restart_allow_outage=true")
        return self.cluster.run("ansible-playbook", "-i", self.cluster.inventory, *words, environment=self.state)

    def files(self) -> dict[str, str]:
        """Path on a host, with its host, to what is there, of files that no service writes."""
        return self.cluster.snapshot(without=_BY_SERVICES)

    @cached_property
    def servers(self) -> dict[str, list[str]]:
        """Cluster to its brokers, `host:port`."""
        rows = self.today("clients", "--output", "json").data
        return {row["cluster"]: row["bootstrap_servers"].split(",") for row in rows}

    def produce(self, first: int) -> None:
        with contextlib.closing(KafkaProducer(bootstrap_servers=self.servers["one"], acks="all")) as producer:
            for number in range(first, first + COUNT):
                producer.send(TOPIC, f"{number}".encode(), key=b"one")

    def processed(self) -> int:
        """Where the group goes on."""
        (row,) = self.today("offsets", "show", GROUP, "--cluster", "one", "--output", "json").data["partitions"]
        offset: int = row["committed"]
        return offset


@dataclass(frozen=True)
class First:
    """The first run of this release over what the older one made.

    Attributes:
        upgraded: What there is now.
        run: The run.
        before: Files and processes before it.
        after: The same after it.
    """

    upgraded: Upgraded
    run: Done
    before: tuple[Mapping[str, str], Mapping[tuple[str, str], int]]
    after: tuple[Mapping[str, str], Mapping[tuple[str, str], int]]


@pytest.fixture(scope="module", params=[OLDEST, *(pytest.param(one, marks=pytest.mark.soak) for one in OTHERS)])
def first(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[First]:
    version: str = request.param
    require_history(version)
    place = tmp_path_factory.mktemp("upgrade")
    release = installed(version, place / "release")
    with local_cluster(place / "home", json.dumps(DATA), "scope: {realm: labs, site: eqiad}\n") as cluster:
        (cluster.home / ".git").mkdir()  # the repository of somebody who has no clone
        upgraded = Upgraded(version, release, cluster)
        _made_by(upgraded)
        before = upgraded.files(), cluster.pids()
        run = cluster.up("--diff", environment=upgraded.state).good()
        yield First(upgraded, run, before, (upgraded.files(), cluster.pids()))


def _made_by(upgraded: Upgraded) -> None:
    """Have the older release make a cluster, and leave offsets that it could undo."""
    assert upgraded.older("local", "up").good().recap.keys() == {ONE, TWO}
    create(",".join(upgraded.servers["one"]), TOPIC, 1)
    upgraded.produce(0)
    consumer = KafkaConsumer(
        TOPIC,
        bootstrap_servers=upgraded.servers["one"],
        group_id=GROUP,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        max_poll_records=READ,
    )
    with contextlib.closing(consumer):
        until(lambda: consumer.poll(200))
        consumer.commit()
    upgraded.older("offsets", "set", GROUP, "--cluster", "one", "--to-earliest", "--execute", "--yes").good()
    assert [path.name for path in upgraded.journal.glob("*.json")] == ["000001.json"]
    assert len(consume(upgraded.servers["two"], TOPIC, COUNT)) == COUNT


def test_the_first_run_changes_what_is_named_and_restarts_nothing(first: First) -> None:
    (before, pids), (after, pids_now) = first.before, first.after
    records = "var/lib/hiera-kafka"
    touched = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    on_hosts = {tuple(path.split("/", 1)) for path in touched if path.startswith((f"{ONE}/", f"{TWO}/"))}

    assert {"records" if path.startswith(records) else path for _, path in on_hosts} == NEW[first.upgraded.version]
    assert pids_now == pids
    assert len(pids) == 5
    assert pending(first.run) == {ONE, TWO}
    for host, services in RECORDS.items():
        for service in services:
            written = first.upgraded.cluster.host(host) / f"{records}/placed/{service}.json"
            assert json.loads(written.read_bytes())["host"] == host


def pending(run: Done) -> set[str]:
    """Return the hosts whose broker has a restart pending for its options, and see that nothing else is pending."""
    text = " ".join(run.text.split())
    hosts = re.findall(r"restart pending on (\S+): kafka runs with other files than those on disk: (\S+)", text)
    assert text.count("restart pending") == len(hosts), text
    assert {path.partition("/etc/")[2] for _, path in hosts} <= {"kafka/server.properties"}
    return {host for host, _ in hosts}


def test_the_next_run_changes_nothing(first: First) -> None:
    run = first.upgraded.cluster.up(environment=first.upgraded.state).good()

    assert run.changed == 0
    assert pending(run) == {ONE, TWO}
    assert first.upgraded.files() == first.after[0]


def test_no_message_is_missing_and_the_mirror_goes_on(first: First) -> None:
    first.upgraded.produce(COUNT)

    for cluster in CLUSTERS:
        values = [int(message.value) for message in consume(first.upgraded.servers[cluster], TOPIC, 2 * COUNT)]
        assert values == list(range(2 * COUNT)), cluster


def test_the_older_journal_undoes_what_the_older_release_set(first: First) -> None:
    upgraded = first.upgraded
    entry = upgraded.journal / "000001.json"
    assert upgraded.processed() == 0
    written = entry.read_text()
    entry.write_text(json.dumps({**json.loads(written), "format": 99}))
    refused = upgraded.today("offsets", "undo", "--cluster", "one", "--yes")
    refused.failed(3, f"error[record-newer]: {entry} has the format 99, understood is up to ")
    assert upgraded.processed() == 0

    entry.write_text(written)
    upgraded.today("offsets", "undo", "--cluster", "one", "--yes").good()
    assert upgraded.processed() == READ
    # What this release has written since, the older one does not guess at.
    back = upgraded.older("offsets", "undo", "--cluster", "one", "--yes")
    back.failed(3, "error[offsets-journal-unreadable]", "format 2 is of another version")
    assert upgraded.processed() == READ


@pytest.fixture
def later(first: First) -> Iterator[Path]:
    """A record of one host of two, as a later release might have written it."""
    record = first.upgraded.cluster.host(TWO) / "var/lib/hiera-kafka/placed/kafka.json"
    content = record.read_bytes()
    record.write_text(json.dumps({**json.loads(content), "format": 99}))
    yield record
    record.write_bytes(content)


def test_what_a_later_release_set_up_is_left_alone_on_all_hosts(first: First, later: Path) -> None:
    """Half of the hosts are as they were; a change of the data would touch the others."""
    upgraded, cluster = first.upgraded, first.upgraded.cluster
    before = upgraded.files(), cluster.pids()
    changed: dict[str, Any] = {"profile::kafka::broker::log_retention_hours": 24}
    with cluster.overridden(changed):
        cluster.up(environment=upgraded.state).failed(1, f"error[record-newer]: {later} has the format 99")
    for refused in (
        upgraded.roll(),
        upgraded.today("local", "down"),
        upgraded.today("forget", TWO, "--yes"),
    ):
        assert refused.code not in (0, 70), refused.text
        assert "error[record-newer]" in refused.text
    assert (upgraded.files(), cluster.pids()) == before


@pytest.mark.soak
def test_the_way_back_and_forth_restarts_nothing(first: First) -> None:
    upgraded, cluster = first.upgraded, first.upgraded.cluster
    files, pids = first.after
    back, forth = upgraded.older("local", "up").good(), cluster.up(environment=upgraded.state).good()
    assert "pending" not in back.text
    assert pending(forth) == {ONE, TWO}
    assert cluster.pids() == pids

    now = upgraded.files()
    assert {path for path in files.keys() | now.keys() if _content(files, path) != _content(now, path)} == set()


def _content(files: Mapping[str, str], path: str) -> str:
    """What a snapshot says of a path, without the number of its inode, which changes where it was written anew."""
    what = files.get(path, "missing").split()
    return " ".join([*what[:2], what[-1]])

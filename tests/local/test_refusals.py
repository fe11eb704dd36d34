"""What must not happen is refused before anything is touched: files stay as they are, services go on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lib.clusters.local_cluster import HOST, HOSTS, WRITTEN_BY_SERVICES, Done, LocalCluster, write_inventory

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

ENSEMBLE = "my-zookeeper-cluster"


def ensemble(**hosts: int) -> dict[str, Any]:
    names = dict(zip(("kafka1", "kafka2", "kafka3"), HOSTS, strict=True))
    return {"zookeeper_clusters": {ENSEMBLE: {"hosts": {names[host]: number for host, number in hosts.items()}}}}


def broker(number: int) -> dict[str, Any]:
    cluster = {"zookeeper_cluster_name": ENSEMBLE, "brokers": {HOST: {"id": number}}}
    return {"kafka_clusters": {"my-kafka-cluster": cluster}}


REFUSED = [
    pytest.param(
        ensemble(kafka1=1, kafka2=2, kafka3=3),
        "zookeeper-members-changed",
        ("added: 2=127.0.", "can outvote the one with the data", "member by member"),
        id="an ensemble that grows",
    ),
    pytest.param(
        ensemble(kafka1=2),
        "zookeeper-myid-changed",
        ("says '1', the data says '2'", "put 1 back"),
        id="another myid",
    ),
    pytest.param(
        broker(7),
        "kafka-broker-id-changed",
        ("the broker's id is 1, the data says 7", "put 1 back"),
        id="another broker id",
    ),
]


@pytest.mark.parametrize(("values", "problem", "words"), REFUSED)
def test_nothing_of_a_running_cluster_is_touched(
    running: LocalCluster, values: dict[str, Any], problem: str, words: tuple[str, ...]
) -> None:
    before, pids = cluster_files(running, WRITTEN_BY_SERVICES), running.pids()
    with running.overridden(values):
        refused = running.up().failed(1, f"error[{problem}]", *words)
        assert f"{running.data}/override.yaml:1:" in refused.text
    assert refused.changed == 0
    assert running.pids() == pids
    assert cluster_files(running, WRITTEN_BY_SERVICES) == before


def test_no_byte_of_a_stopped_cluster_is_touched(running: LocalCluster) -> None:
    running.down().good()
    before = cluster_files(running)
    for case in REFUSED:
        values, problem, _ = case.values
        with running.overridden(values):
            running.up().failed(1, f"error[{problem}]")
        assert cluster_files(running) == before
    running.up().good()


@pytest.mark.parametrize(
    ("playbook", "arguments"),
    [
        ("site.yml", ("--limit", HOST)),
        ("site.yml", ("--tags", "kafka_broker_configure")),
        ("playbooks/stop.yml", ("--limit", HOST, "--tags", "zookeeper_service")),
    ],
)
def test_bad_data_is_refused_with_limit_and_tags(
    running: LocalCluster, playbook: str, arguments: tuple[str, ...]
) -> None:
    before, pids = running.snapshot(without=WRITTEN_BY_SERVICES), running.pids()
    with running.overridden({"profile::kafka::broker::num_partitions": "many"}):
        refused = running.run("ansible-playbook", playbook, "-i", running.inventory, *arguments)
    assert refused.code != 0
    assert "override.yaml:1:" in refused.text
    assert "num_partitions" in refused.text
    assert not refused.recap or refused.changed == 0
    assert running.pids() == pids
    assert running.snapshot(without=WRITTEN_BY_SERVICES) == before


@pytest.mark.parametrize("arguments", [("--limit", HOST), ("--tags", "kafka_broker_configure")], ids=" ".join)
def test_a_change_of_identity_is_refused_with_limit_and_tags(running: LocalCluster, arguments: tuple[str, ...]) -> None:
    before = running.snapshot(without=WRITTEN_BY_SERVICES)
    with running.overridden(broker(7)):
        running.up(*arguments).failed(1, "error[kafka-broker-id-changed]")
    assert running.snapshot(without=WRITTEN_BY_SERVICES) == before


def test_a_limit_that_names_no_host_is_refused(running: LocalCluster) -> None:
    refused = running.up("--limit", "kafka9.analytics.eqiad1.wikimedia.cloud")
    assert refused.code == 1
    assert "kafka9" in refused.text
    assert not refused.recap


def test_data_that_names_no_host_is_refused(tmp_path: Path) -> None:
    cluster = write_inventory(tmp_path / "home", "zookeeper_clusters: {}\nkafka_clusters: {}\n")
    assert_no_hosts(cluster.up())
    assert_no_hosts(cluster.run("ansible-playbook", "site.yml", "-i", cluster.inventory))
    assert not cluster.state.exists()


def assert_no_hosts(done: Done) -> None:
    assert done.code not in (0, 70), done.text
    assert "error[no-hosts]" in done.text
    assert "PLAY [" not in done.text


def cluster_files(cluster: LocalCluster, without: tuple[str, ...] = ()) -> dict[str, str]:
    """The addresses of hosts that the data names for the first time may be noted before the hosts are looked at."""
    found = cluster.snapshot(without=without)
    del found["local.json"]
    return found


LOG_DIRS = "profile::kafka::broker::log_dirs"
OTHER = "/srv/kafka/other"


def record_of(cluster: LocalCluster) -> Path:
    return cluster.host() / "var/lib/hiera-kafka/placed/kafka.json"


@pytest.fixture
def partitions(running: LocalCluster) -> Iterator[Path]:
    """A topic with partitions on the disk of the running cluster; the data directory that they lie in."""
    running.kafka("topics", "--create", "--topic", "kept", "--partitions", "2", "--replication-factor", "1").good()
    yield running.host() / "srv/kafka/data"
    running.kafka("topics", "--delete", "--topic", "kept").good()


def test_a_slash_at_the_end_of_a_directory_that_is_there_changes_nothing(running: LocalCluster) -> None:
    before, pids = cluster_files(running, WRITTEN_BY_SERVICES), running.pids()
    with running.overridden({LOG_DIRS: ["//srv/./kafka/data/"]}):
        assert running.up().good().changed == 0
    assert running.pids() == pids
    assert cluster_files(running, WRITTEN_BY_SERVICES) == before


@pytest.mark.parametrize("recorded", [True, False], ids=["by its record", "by server.properties"])
def test_a_data_directory_that_holds_partitions_is_not_left(
    running: LocalCluster, partitions: Path, recorded: bool
) -> None:
    record = record_of(running)
    kept = record.read_bytes()
    if not recorded:
        record.unlink()
    before, pids = cluster_files(running, WRITTEN_BY_SERVICES), running.pids()
    try:
        with running.overridden({LOG_DIRS: [OTHER]}):
            refused = running.up().failed(
                1, "error[data-directory-left]", f"{partitions} leaves the data and holds ", "hiera_kafka_data_left"
            )
            assert f"{running.data}/override.yaml:1:" in refused.text
    finally:
        record.write_bytes(kept)
    assert re.search(r"and holds \d+ partitions \(\d", " ".join(refused.text.split()))
    assert refused.changed == 0
    assert running.pids() == pids
    assert cluster_files(running, WRITTEN_BY_SERVICES) == before


def test_a_renamed_cluster_is_refused_by_where_its_metadata_is(running: LocalCluster) -> None:
    cluster = {"zookeeper_cluster_name": ENSEMBLE, "brokers": {HOST: {"id": 1}}}
    with running.overridden({"kafka_clusters": {"renamed": cluster}}):
        running.up().failed(
            1, "error[identity-changed]", "/kafka/my-kafka-cluster", "/kafka/renamed", "zookeeper_chroot"
        )


def test_a_directory_that_was_moved_while_the_broker_is_stopped_goes_on(
    running: LocalCluster, partitions: Path
) -> None:
    said = json.loads(record_of(running).read_bytes())
    assert said["seen"][str(partitions)].keys() >= {"cluster.id", "broker.id"}
    other = running.host() / OTHER[1:]
    running.down().good()
    partitions.rename(other)
    with running.overridden({LOG_DIRS: [OTHER]}):
        running.up().good()
        assert (other / "kept-0").is_dir()
        assert list(json.loads(record_of(running).read_bytes())["seen"]) == [str(other)]
        running.down().good()
    other.rename(partitions)
    running.up().good()
    assert running.kafka("topics", "--describe", "--topic", "kept").good().out.count("Leader: 1") == 2
    assert json.loads(record_of(running).read_bytes()) == said


def test_members_that_left_the_data_are_reported_until_they_are_forgotten(running: LocalCluster) -> None:
    record = record_of(running)
    kept = record.read_bytes()
    more = json.loads(kept)
    more["members"]["kafka9.example.org"] = {"id": "9", "address": "127.9.9.9"}
    record.write_text(json.dumps(more), encoding="utf-8")
    said = " ".join(running.up("--tags", "always").good().text.split())
    assert "warning[member-left-data]: kafka9.example.org (kafka_broker, id 9, address 127.9.9.9)" in said
    running.hiera_kafka("forget", "kafka9.example.org").failed(3, "error[confirmation-needed]")
    assert running.hiera_kafka("forget", "kafka9.example.org", "--yes").good().changed == 1
    assert record.read_bytes() == kept
    assert running.hiera_kafka("forget", "kafka9.example.org", "--yes").good().changed == 0

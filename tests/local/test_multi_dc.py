"""Two sites that mirror each other and a third cluster, on this machine, from the committed data."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from kafka import KafkaProducer

from lib.clusters.kafka_clients import consume
from lib.clusters.local_cluster import ROOT, WRITTEN_BY_SERVICES, LocalCluster, local_cluster, running

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

DATA: dict[str, Any] = yaml.safe_load((ROOT / "hieradata/multi-dc/common.yaml").read_text())
SECOND = {"source": "jumbo-eqiad", "destination": "main-codfw", "topics": r"jumbo\..+"}
"""A mirror more, so that one host has two."""
MIRRORS = {**DATA["kafka_mirrors"], "jumbo-eqiad_to_main-codfw": SECOND}
CODFW = "kafka-main2001.codfw.wmnet"
MEMORY = 3 << 30
COUNT = 100


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    data = yaml.safe_dump({**DATA, "kafka_mirrors": MIRRORS}, sort_keys=False)
    with local_cluster(tmp_path_factory.mktemp("sites") / "home", data) as cluster:
        cluster.up().good()
        yield cluster


def test_the_next_run_changes_nothing(sites: LocalCluster) -> None:
    run = sites.up().good()

    assert run.changed == 0
    assert "pending" not in run.text


def test_all_of_it_fits_a_small_machine(sites: LocalCluster) -> None:
    pages = [int(Path(f"/proc/{process}/statm").read_text().split()[1]) for process in running(sites.home)]

    assert len(sites.pids()) == 3 + 3 + len(MIRRORS)
    assert sum(pages) * 4096 < MEMORY


def test_messages_go_where_the_page_says(sites: LocalCluster) -> None:
    for cluster, topic in (
        ("main-eqiad", "local"),
        ("main-eqiad", "eqiad.orders"),
        ("main-codfw", "codfw.orders"),
    ):
        with contextlib.closing(KafkaProducer(bootstrap_servers=brokers(sites, cluster), acks="all")) as producer:
            for number in range(COUNT):
                producer.send(topic, f"{cluster} {number}".encode(), key=b"one")

    for cluster, topic, source in (
        ("main-codfw", "eqiad.orders", "main-eqiad"),
        ("main-eqiad", "codfw.orders", "main-codfw"),
        ("jumbo-eqiad", "eqiad.orders", "main-eqiad"),
        ("jumbo-eqiad", "codfw.orders", "main-codfw"),
        ("jumbo-eqiad", "local", "main-eqiad"),
    ):
        values = [message.value.decode() for message in consume(brokers(sites, cluster), topic, COUNT)]
        assert values == [f"{source} {number}" for number in range(COUNT)], (cluster, topic)
    command = sites.state / "bin/kafka-main-codfw"
    assert "local" not in sites.run(command, "topics", "--list").good().out.split()


def test_a_change_of_one_mirror_leaves_another_one_of_its_host_alone(sites: LocalCluster) -> None:
    name = "main-eqiad_to_main-codfw"
    pids, before = sites.pids(), sites.snapshot(without=WRITTEN_BY_SERVICES)
    changed = {**MIRRORS, name: {**MIRRORS[name], "streams": 2}}

    with sites.overridden({"kafka_mirrors": changed}):
        run = sites.up("--diff").good()

    after = sites.snapshot(without=WRITTEN_BY_SERVICES)
    touched = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert touched
    assert {path for path in touched if not path.startswith(f"{CODFW}/") or f"{name}@0" not in path} == set()
    (warning,) = [line for line in run.err.splitlines() if "restart pending" in line]
    assert f"restart pending on {CODFW}: kafka-mirror-{name}@0 runs with other files" in warning
    assert sites.pids() == pids


def brokers(sites: LocalCluster, cluster: str) -> list[str]:
    (found,) = [each for each in sites.hiera_kafka("clients", "--output", "json").data if each["cluster"] == cluster]
    servers: str = found["bootstrap_servers"]
    return servers.split(",")

"""Changed data changes files, never what runs; every run reports what a restart or an upgrade would bring."""

from __future__ import annotations

import json
import re

import pytest

from lib.clusters.kafka_clients import zookeeper
from lib.clusters.local_cluster import HOST, LocalCluster

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

THREADS = {"profile::kafka::broker::num_io_threads": 3}


def pending(text: str) -> list[str]:
    return re.findall(r"^\[WARNING\]: ((?:restart|upgrade) pending on .*)$", text, re.MULTILINE)


def test_a_restart_is_pending_until_it_is_done(running: LocalCluster) -> None:
    pids = running.pids()
    properties = running.host() / "etc/kafka/server.properties"
    with running.overridden(THREADS):
        checked = running.up("--check", "--diff").good()
        assert checked.changed == 1
        assert str(properties) in checked.out
        assert "num.io.threads" not in properties.read_text()

        first = running.up().good()
        assert first.changed == 1
        assert "\nnum.io.threads=3\n" in properties.read_text()
        for run in (first, running.up().good()):
            (said,) = pending(run.err)
            assert said.startswith(f"restart pending on {HOST}: kafka runs with other files than those on disk")
            assert str(properties) in said
        assert run.changed == 0
        assert running.pids() == pids

        running.down().good()
        started = running.up().good()
        assert started.changed == 2, "nothing but two starts"
        assert pending(started.err) == []
        assert io_threads(running) == "3"

    # Putting the data back is a change as any other.
    assert len(pending(running.up().good().err)) == 1


def io_threads(cluster: LocalCluster) -> str:
    described = cluster.kafka("configs", "--describe", "--broker", "1", "--all").good()
    (found,) = re.findall(r"^\s*num\.io\.threads=(\d+) ", described.out, re.MULTILINE)
    return str(found)


@pytest.mark.network
def test_another_version_is_unpacked_and_not_started(running: LocalCluster) -> None:
    """An upgrade is an operation of its own: the link for people moves, what services run does not."""
    with zookeeper(running.strings()["zookeeper_connect"]) as client:
        before = json.loads(client.get("/brokers/ids/1")[0])["timestamp"]
    pids = running.pids()
    release = running.host() / "etc/kafka/release"
    held = release.read_bytes()
    cluster = {
        "zookeeper_cluster_name": "my-zookeeper-cluster",
        "brokers": {HOST: {"id": 1}},
        "kafka_version": "3.9.1",
    }
    with running.overridden({"kafka_clusters": {"my-kafka-cluster": cluster}}):
        for _ in range(2):
            run = running.up().good()
            (said,) = [line for line in pending(run.err) if line.startswith(f"upgrade pending on {HOST}: {release}")]
            has, _, wants = said.partition(", the data wants ")
            assert "3.9.2" in has
            assert "3.9.1" in wants
        assert run.changed == 0
        assert (running.host() / "opt/kafka/kafka-3.9.1/libs").is_dir()
        assert (running.host() / "opt/kafka/kafka-3.9.2/libs").is_dir()
        assert release.read_bytes() == held
        assert running.pids() == pids
    with zookeeper(running.strings()["zookeeper_connect"]) as client:
        assert json.loads(client.get("/brokers/ids/1")[0])["timestamp"] == before
    running.up().good()

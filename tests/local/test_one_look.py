"""A run over a running cluster asks its host once, says what it always said, and notices what is not as it was."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from lib.clusters.local_cluster import HOST, ROOT, Done, LocalCluster

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

OFF = {"HIERA_KAFKA_KEEP_LOOKS": "0"}
THREADS = {"profile::kafka::broker::num_io_threads": 3}
_MODULE = re.compile(r"Using module file \S+/modules/target/(\w+)\.py")


def site(cluster: LocalCluster, *options: str, **environment: str) -> Done:
    command = ("ansible-playbook", ROOT / "site.yml", "-i", cluster.inventory, *options)
    return cluster.run(*command, environment=environment).good()


def called(done: Done) -> Counter[str]:
    return Counter(_MODULE.findall(done.text))


def test_a_run_without_changes_asks_its_host_once_and_says_the_same(running: LocalCluster) -> None:
    running.up().good()
    assert called(site(running, "-vvv")) == {"preflight": 1}
    assert called(site(running, "-vvv", **OFF)) == {
        "preflight": 1,
        "artifact": 2,
        "bundle": 2,
        "service": 2,
        "ready": 2,
    }
    assert site(running, "-v").out == site(running, "-v", **OFF).out


def test_after_its_change_a_run_looks_again_and_reports_what_is_pending(running: LocalCluster) -> None:
    running.up().good()
    with running.overridden(THREADS):
        changed = site(running, "-vvv")
        assert changed.changed == 1
        assert called(changed) == {"preflight": 2, "bundle": 1}
        assert f"restart pending on {HOST}: kafka" in changed.text
        pending = site(running, "-v")
        assert pending.out == site(running, "-v", **OFF).out
        assert pending.err == site(running, "-v", **OFF).err
        assert f"restart pending on {HOST}: kafka" in pending.err
    running.up().good()


def test_what_does_not_run_is_started_and_waited_for(running: LocalCluster) -> None:
    running.up().good()
    running.down().good()
    started = site(running, "-vvv")
    assert started.changed == 2
    assert called(started)["service"] == 2
    assert called(started)["ready"] == 2
    assert {service for _, service in running.pids()} == {"zookeeper", "kafka"}

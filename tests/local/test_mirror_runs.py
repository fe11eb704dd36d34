"""Runs over two sites that mirror each other: what they wait for, what they restart, and what they leave alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka import groups
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from lib.clusters.local_cluster import ROOT, Done, LocalCluster, local_cluster

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.timeout(900)]

EQIAD, CODFW = "kafka-main1001.eqiad.wmnet", "kafka-main2001.codfw.wmnet"
DATA = f"""\
zookeeper_clusters:
  main-eqiad: {{hosts: {{{EQIAD}: "1"}}}}
  main-codfw: {{hosts: {{{CODFW}: "1"}}}}
kafka_clusters:
  main-eqiad: {{zookeeper_cluster_name: main-eqiad, brokers: {{{EQIAD}: {{id: 1001}}}}}}
  main-codfw: {{zookeeper_cluster_name: main-codfw, brokers: {{{CODFW}: {{id: 2001}}}}}}
profile::kafka::broker::max_heap_size: 256m
"""
THERE = "kafka-mirror-main-eqiad_to_main-codfw@0"
BACK = tuple(f"kafka-mirror-main-codfw_to_main-eqiad@{number}" for number in (0, 1))


def mirrors(there: Mapping[str, Any] | None = None, back: Mapping[str, Any] | None = None) -> str:
    """Return data with a mirror each way, and these changes of them."""
    found = {
        "main-eqiad_to_main-codfw": {
            "source": "main-eqiad",
            "destination": "main-codfw",
            "topics": "eqiad\\..+",
            "heap": "96m",
            **(there or {}),
        },
        "main-codfw_to_main-eqiad": {
            "source": "main-codfw",
            "destination": "main-eqiad",
            "topics": "codfw\\..+",
            "heap": "96m",
            "processes": 2,
            **(back or {}),
        },
    }
    return json.dumps({"kafka_mirrors": found})


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with local_cluster(tmp_path_factory.mktemp("mirrors") / "home", DATA) as cluster:
        (cluster.data / "override.yaml").write_text(mirrors())
        cluster.up().good()
        yield cluster


def play(cluster: LocalCluster, playbook: str, *arguments: str) -> Done:
    own = {"XDG_STATE_HOME": str(cluster.home / "state")}
    return cluster.run("ansible-playbook", ROOT / playbook, "-i", cluster.inventory, *arguments, environment=own)


def address(cluster: LocalCluster, host: str) -> str:
    return next(row["address"] for row in cluster.status() if row["host"] == host)


def test_the_run_ended_when_every_process_was_in_its_group(sites: LocalCluster) -> None:
    for host, service, count in ((EQIAD, THERE, 1), (CODFW, BACK[0], 2)):
        group = groups.ask_group(service.rpartition("@")[0], address(sites, host), 9092)
        assert (group.state, len(group.members)) == ("Stable", count)
    assert {service for _, service in sites.pids()} == {"zookeeper", "kafka", THERE, *BACK}


def test_what_changes_of_one_mirror_is_pending_and_rolled_for_its_processes_alone(sites: LocalCluster) -> None:
    before = sites.pids()
    # Two consumers where one runs: what runs is not waited for to be what the data says now.
    (sites.data / "override.yaml").write_text(mirrors(back={"streams": 2}))
    changed = sites.up().good()
    assert changed.recap[CODFW]["changed"] == 0
    assert sites.pids() == before
    for service in BACK:
        assert f"restart pending on {EQIAD}: {service} runs with other files" in changed.text
    assert f"restart pending on {CODFW}" not in changed.text

    rolled = play(sites, "playbooks/roll_restart.yml").good()
    assert f"    nothing pending: {CODFW} {THERE}\n" in rolled.out
    assert f"    1. {EQIAD} {BACK[0]}: changed since its start: /etc/" in rolled.out
    assert {service for (_, service), pid in sites.pids().items() if pid not in before.values()} == set(BACK)
    group = groups.ask_group(BACK[0].rpartition("@")[0], address(sites, CODFW), 9092)
    assert (group.state, len(group.members)) == ("Stable", 4)


def test_a_source_that_is_away_is_a_warning_and_the_mirror_goes_on_when_it_is_back(sites: LocalCluster) -> None:
    here, there = (Supervisor(str(sites.host(host))) for host in (CODFW, EQIAD))
    here.stop(THERE, 60)
    there.stop("kafka", 60)
    try:
        done = play(sites, "site.yml", "--limit", CODFW).good()
        assert f"{THERE} waits for its source, which does not answer here" in " ".join(done.text.split())
        assert here.status(THERE).running
        # Nobody says so of a process that dies at once.
        (sites.data / "override.yaml").write_text(mirrors({"consumer": {"partition.assignment.strategy": "Nonsense"}}))
        here.stop(THERE, 60)
        play(sites, "site.yml", "--limit", CODFW).failed(2, "error[service-died]", "Nonsense")
    finally:
        here.stop(THERE, 60)  # supervisor tries three times
        (sites.data / "override.yaml").write_text(mirrors(back={"streams": 2}))
        there.start("kafka")
    sites.up().good()


def test_a_mirror_that_left_the_data_is_named_and_left_alone_until_all_is_stopped(sites: LocalCluster) -> None:
    (sites.data / "override.yaml").unlink()
    before = sites.pids()
    left = sites.up().good()
    assert f"warning[service-left-data]: {CODFW} has {THERE} (running)" in " ".join(left.text.split())
    assert sites.pids() == before
    assert left.changed == 0
    stopped = sites.down().good()
    assert f"stopped, although it is no longer in the data: {CODFW}: {THERE}" in stopped.text
    assert sites.pids() == {}

"""What a rolling restart observes and plans, through Ansible and without services that run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from hiera_kafka.ops.roll.sections import SECTIONS
from lib.clusters.local_cluster import HOST, PAGE, ROOT, Done, LocalCluster, write_inventory

OBSERVE = """\
    - hiera_kafka.core.roll_observe: {section: "{{ item }}", restart_all: true, timeout: 0}
      loop: [zookeeper, kafka_broker]
      register: seen
"""
PLAN = """\
    - hiera_kafka.core.roll_plan: {observed: seen, command: the command, refuse: true}
      run_once: true
      delegate_to: localhost
"""


@pytest.fixture
def page(tmp_path: Path) -> LocalCluster:
    cluster = write_inventory(tmp_path / "home", PAGE)
    cluster.host().mkdir(parents=True)
    return cluster


def play(cluster: LocalCluster, tasks: str, seen: Any = None) -> Done:
    """Run tasks; `seen` is set as if it had been registered."""
    path = cluster.home / "play.yml"
    known = f"    - set_fact: {json.dumps({'seen': seen})}\n" if seen else ""
    path.write_text(f"- hosts: all\n  gather_facts: false\n  tasks:\n{known}{tasks}")
    return cluster.run("ansible-playbook", path, "-i", cluster.inventory)


def test_what_does_not_run_is_observed_and_not_started_whatever_mode_the_run_has(page: LocalCluster) -> None:
    before = page.snapshot()
    done = play(page, OBSERVE + PLAN).good()
    assert done.changed == 0
    for cluster in ("ZooKeeper my-zookeeper-cluster", "Kafka my-kafka-cluster"):
        assert f"  {cluster}\n    does not run, so is not restarted: {HOST}\n" in done.out
    assert "Nothing is to be restarted." in done.out
    assert page.snapshot() == before


def test_a_plan_is_refused_where_something_stands_in_the_way(page: LocalCluster) -> None:
    observed = {
        "section": "kafka_broker",
        "restart_all": True,
        "services": [{"name": "kafka", "pid": 7}],
        "restart_pending": [],
        "gate": {"leads": False, "blockers": ["error[gate-outage]: it is the only one"], "accepted": []},
    }
    refused = play(page, PLAN, seen={"results": [{"observed": observed}]})
    refused.failed(
        2,
        f"1. {HOST}: nothing changed, but asked for",
        "nothing was stopped, since something stands in the way",
        f"{HOST}: error[gate-outage]: it is the only one",
        "Then run: the command",
    )


@pytest.mark.parametrize(
    ("seen", "message"),
    [
        (None, f"what was observed on {HOST}: all of it is None"),
        ({"results": [{"item": "zookeeper", "skipped": True}]}, "results.0.observed is missing"),
    ],
)
def test_a_host_without_an_observation_ends_the_run_with_its_name(page: LocalCluster, seen: Any, message: str) -> None:
    refused = play(page, PLAN, seen).failed(2, "error[roll-record-invalid]: ", message)
    assert "pydantic" not in refused.text


def test_a_section_that_is_not_rolled_is_refused(page: LocalCluster) -> None:
    task = "    - hiera_kafka.core.roll_observe: {section: java}\n"
    play(page, task).failed(2, "error[role-not-of-host]")


@pytest.mark.parametrize("playbook", ["roll_restart", "stop", "validate"])
def test_data_is_checked_before_anything_else_whatever_limit_and_tags_leave_out(
    page: LocalCluster, playbook: str
) -> None:
    arguments = ("--list-tasks", "--limit", HOST, "--tags", "zookeeper_service")
    done = page.run("ansible-playbook", f"playbooks/{playbook}.yml", "-i", page.inventory, *arguments).good()
    assert done.out.index("Compile and render every catalog") < done.out.index("play #2")


def test_the_playbook_knows_the_sections_that_the_package_rolls() -> None:
    names = yaml.safe_load((ROOT / "playbooks/vars/roll_restart.yml").read_text())["roll_sections"]
    assert names == [section.role for section in SECTIONS]
    passes = [
        (entry["vars"]["roll_section"], entry["vars"]["roll_leaders"])
        for entry in yaml.safe_load((ROOT / "playbooks/roll_restart.yml").read_text())
        if entry.get("ansible.builtin.import_playbook") == "roll_pass.yml"
    ]
    assert passes == [(section.role, leaders) for section in SECTIONS if section.gated for leaders in (False, True)]

"""The mirrors' part of a rolling restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.ops.roll import mirror_order, order
from lib.data.project_trees import project_tree

B1, B2 = "b1.example.org", "b2.example.org"
DATA = """\
zookeeper_clusters: {z: {hosts: {z1.example.org: 1}}}
kafka_clusters:
  a: {zookeeper_cluster_name: z, brokers: {a1.example.org: {id: 1}}}
  b: {zookeeper_cluster_name: z, brokers: {b1.example.org: {id: 1}, b2.example.org: {id: 2}}}
kafka_mirrors:
  a_to_b: {source: a, destination: b, topics: 'a\\..+', processes: 2}
"""
FIRST, SECOND = "kafka-mirror-a_to_b@0", "kafka-mirror-a_to_b@1"
FILE = "/etc/default/kafka-mirror-a_to_b@0"


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path, DATA))


def looked(*pending: str, down: tuple[str, ...] = (), everything: bool = False, root: str = "") -> dict[str, Any]:
    return {
        "kafka_mirror": {
            "services": [{"name": name, "pid": None if name in down else 7} for name in (FIRST, SECOND)],
            "pending": [{"service": name, "files": [f"{root}{FILE}"]} for name in pending],
            "all": everything,
        }
    }


def test_each_process_that_has_a_restart_pending_is_restarted_and_no_other(inventory: str) -> None:
    plan = mirror_order.plan(inventory, {B1: looked(FIRST), B2: looked(FIRST, SECOND)})
    assert plan.restarts == {B1: (FIRST,), B2: (FIRST, SECOND)}
    assert plan.lines == (
        "  Mirrors to b",
        f"    1. {B1} {FIRST}: changed since its start: {FILE}",
        f"    2. {B2} {FIRST}: changed since its start: {FILE}",
        f"    3. {B2} {SECOND}: changed since its start: {FILE}",
        f"    nothing pending: {B1} {SECOND}",
    )


def test_all_are_restarted_when_that_is_asked_for_but_those_that_do_not_run(inventory: str) -> None:
    plan = mirror_order.plan(inventory, {B1: looked(everything=True, down=(SECOND,))})
    assert plan.restarts == {B1: (FIRST,)}
    assert plan.lines[1:] == (
        f"    1. {B1} {FIRST}: nothing changed, but asked for",
        f"    does not run, so is not restarted: {B1} {SECOND}",
    )


def test_hosts_without_mirrors_have_no_part_in_it(inventory: str) -> None:
    assert mirror_order.plan(inventory, {"a1.example.org": {}}) == mirror_order.MirrorPlan((), {})


def test_mirrors_come_last_in_the_whole_plan(inventory: str) -> None:
    broker = {"restart": True, "files": [], "runs": True, "leads": False, "blockers": [], "accepted": []}
    plan = order.plan(inventory, {B1: {**looked(FIRST), "kafka_broker": broker}})
    assert plan["restarts"] == [["kafka_broker", B1], ["kafka_mirror", B1]]
    assert plan["mirrors"] == {B1: [FIRST]}
    assert plan["text"].endswith(f"\n    nothing pending: {B1} {SECOND}")


def test_the_paths_of_a_local_host_are_shown_as_those_of_a_host(tmp_path: Path) -> None:
    inventory = str(project_tree(tmp_path, DATA, local=True))
    plan = mirror_order.plan(inventory, {B1: looked(FIRST, root=f"{tmp_path}/var/test/{B1}")})
    assert plan.lines[1].endswith(f"changed since its start: {FILE}")

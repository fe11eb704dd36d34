"""The lock of a cluster as plain values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.bridge import cluster_lock
from hiera_kafka.errors import CatalogError, HieraKafkaError
from lib.data.project_trees import project_tree

K1, K2, K3 = (f"k{number}.example.org" for number in (1, 2, 3))
DATA = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 3, k2.example.org: 2, k3.example.org: 1}}}\n"
    "kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 11}}}}\n"
)
BOTH = [["zookeeper", K1], ["kafka_broker", K1], ["kafka_broker", K2]]


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path / "one", DATA))


def test_a_run_is_described_in_plain_values(inventory: str) -> None:
    run = cluster_lock.describe(inventory, BOTH, "rolling restart", 60)
    assert run["locks"] == [
        {"lock": "kafka_broker", "cluster": "events", "members": [K1]},
        {"lock": "zookeeper", "cluster": "main", "members": [K3, K2, K1]},
    ]
    assert run["hosts"] == [K1, K3, K2]
    assert json.loads(json.dumps(run)) == run


def test_a_host_is_asked_for_the_locks_of_its_own_clusters(inventory: str) -> None:
    run = cluster_lock.describe(inventory, BOTH, "rolling restart", 60)
    assert cluster_lock.parameters(inventory, K1, run)["locks"] == {"kafka_broker": "events", "zookeeper": "main"}
    asked = cluster_lock.parameters(inventory, K2, run)
    assert asked.pop("locks") == {"zookeeper": "main"}
    assert asked.pop("root") == ""
    assert asked == {name: run[name] for name in ("run", "owner", "reason", "since", "process", "seconds")}


def test_hosts_on_this_machine_have_their_leases_below_their_own_directories(tmp_path: Path) -> None:
    inventory = str(project_tree(tmp_path, DATA, local=True))
    run = cluster_lock.describe(inventory, BOTH, "", 60)
    assert cluster_lock.parameters(inventory, K2, run)["root"] == f"{tmp_path}/var/test/{K2}"


def answer(host: str, **changes: Any) -> dict[str, Any]:
    """Return what Ansible registers of the module `cluster_lock` for one host of a loop."""
    lease = {
        "run": "77aa",
        "owner": "alice@bastion",
        "reason": "upgrade",
        "since": "today",
        "process": "",
        "cluster": "events",
        "seconds": 60.0,
        "boot": "b",
        "until": 90.0,
    }
    found = {"found": "other", "granted": False, "lease": lease, "left": 60.0, **changes}
    return {"item": host, "changed": False, "taken": True, "leases": {"kafka_broker": found}}


def test_what_modules_answer_becomes_a_verdict(inventory: str) -> None:
    run = cluster_lock.describe(inventory, [["kafka_broker", K1]], "rolling restart", 60)
    found = cluster_lock.verdict(run, "shown", [answer(K1)])
    assert "error[roll-locked]: alice@bastion works on Kafka events since today (upgrade, run 77aa)" in found["refused"]
    assert found["ended"] == []
    free = answer(K1, found="free", granted=True, lease=None, left=0.0)
    assert cluster_lock.verdict(run, "held", [free]) == {"refused": "", "ended": []}


def test_a_host_that_did_not_answer_says_why(inventory: str) -> None:
    run = cluster_lock.describe(inventory, [["kafka_broker", K1]], "", 60)
    silent = cluster_lock.verdict(run, "held", [{"item": K1, "unreachable": True, "msg": "no\n route"}])
    assert f"note: {K1}: no route\n" in silent["refused"]


def test_what_is_no_description_of_a_run_is_refused(inventory: str) -> None:
    run = cluster_lock.describe(inventory, BOTH, "", 60)
    del run["owner"]
    with pytest.raises(HieraKafkaError, match=r"roll-record-invalid\]: the description of a run: owner is missing"):
        cluster_lock.parameters(inventory, K1, run)
    with pytest.raises(HieraKafkaError, match=r"the services of a run: 0\.1 is missing"):
        cluster_lock.describe(inventory, [["zookeeper"]], "", 60)
    with pytest.raises(HieraKafkaError, match="the answer of a member: item is missing"):
        cluster_lock.verdict(run, "held", [{"msg": "no route"}])


def test_a_role_has_the_lock_of_the_cluster_that_it_writes() -> None:
    assert [cluster_lock.lock_of(role) for role in ("zookeeper", "kafka_mirror")] == ["zookeeper", "kafka_broker"]
    with pytest.raises(CatalogError, match="role-not-rolled"):
        cluster_lock.lock_of("java")

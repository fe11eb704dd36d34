"""What was observed of a section, from what modules returned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.errors import CatalogError, HieraKafkaError
from hiera_kafka.ops.roll.observation import GateAnswer, ServiceState, observation, observations
from lib.data.project_trees import project_tree

K1, K2 = "k1.example.org", "k2.example.org"
DATA = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 1}}}\n"
    "kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 11}, "
    "k2.example.org: {id: 12}}}}\n"
)
FILE = "/etc/kafka/server.properties"


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path, DATA))


def observed(*files: str, pid: int | None = 7, **changes: Any) -> dict[str, Any]:
    return {
        "section": "kafka_broker",
        "services": [{"name": "kafka", "pid": pid}],
        "restart_pending": [{"service": "kafka", "files": list(files)}] if files else [],
        "restart_all": False,
        **changes,
    }


def test_it_says_what_runs_and_what_changed_since(inventory: str) -> None:
    found = observation(inventory, K1, observed(FILE))
    assert (found.host, found.section.role, found.cluster, found.gate) == (K1, "kafka_broker", "events", None)
    assert found.services == found.restarted == (ServiceState("kafka", runs=True, changed=(FILE,)),)


@pytest.mark.parametrize(
    ("given", "asks"),
    [
        (observed(FILE), True),
        (observed(), False),
        (observed(restart_all=True), True),
        (observed(pid=None, restart_all=True), False),
        (observed(FILE, pid=None), False),
    ],
)
def test_what_runs_is_restarted_when_it_has_a_restart_pending_or_all_is_asked_for(
    inventory: str, given: dict[str, Any], asks: bool
) -> None:
    found = observation(inventory, K1, given)
    assert (bool(found.restarted), found.asks_gate) == (asks, asks)


def test_the_answer_of_the_gate_belongs_to_it(inventory: str) -> None:
    gate = {
        "leads": True,
        "blockers": ["error[gate-outage]: x"],
        "accepted": [],
        "observed": "3 of 3",
        "changed": False,
    }
    found = observation(inventory, K1, observed(FILE, gate=gate))
    assert found.gate == GateAnswer(leads=True, blockers=("error[gate-outage]: x",), accepted=())


def test_what_ansible_registered_of_a_host_holds_all_of_its_sections(inventory: str) -> None:
    zookeeper = observed(section="zookeeper", services=[{"name": "zookeeper", "pid": 8}])
    results = [{"item": "zookeeper", "observed": zookeeper}, {"item": "kafka_broker", "observed": observed(FILE)}]
    found = observations(inventory, K1, {"results": results, "changed": False, "msg": "All items completed"})
    assert [(one.section.role, one.cluster) for one in found] == [("zookeeper", "main"), ("kafka_broker", "events")]


@pytest.mark.parametrize(
    ("registered", "message"),
    [
        (None, "what was observed on k1.example.org: all of it is None"),
        ({"results": [{"item": "kafka_broker"}]}, "results.0.observed is missing"),
        ({"results": [{"observed": observed(services=[{"name": "kafka"}])}]}, "observed.services.0.pid is missing"),
        ({"results": [{"observed": observed(gate={"leads": True})}]}, "observed.gate.blockers is missing"),
    ],
)
def test_another_shape_is_refused_with_the_host_and_the_place(inventory: str, registered: Any, message: str) -> None:
    with pytest.raises(HieraKafkaError) as caught:
        observations(inventory, K1, registered)
    assert message in caught.value.render()
    assert {one.id for one in caught.value.diagnostics} == {"roll-record-invalid"}


def test_a_host_without_the_role_is_refused(inventory: str) -> None:
    with pytest.raises(CatalogError, match="role-not-of-host"):
        observation(inventory, K2, observed(section="zookeeper"))


def test_the_paths_of_a_local_host_are_those_of_a_host(tmp_path: Path) -> None:
    inventory = str(project_tree(tmp_path, DATA, local=True))
    (service,) = observation(inventory, K1, observed(f"{tmp_path}/var/test/{K1}{FILE}")).services
    assert service.changed == (FILE,)

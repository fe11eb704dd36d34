"""Whose turn it is in a rolling restart."""

from __future__ import annotations

from hiera_kafka.ops.roll.observation import GateAnswer, Observation, ServiceState
from hiera_kafka.ops.roll.plan import plan_of
from hiera_kafka.ops.roll.sections import rolled

FILES = ("/etc/x",)


def observed(
    host: str,
    role: str = "kafka_broker",
    cluster: str = "a",
    *,
    changed: tuple[str, ...] = FILES,
    runs: bool = True,
    leads: bool = False,
    blockers: tuple[str, ...] = (),
) -> Observation:
    gate = GateAnswer(leads, blockers, ()) if runs and changed else None
    return Observation(host, rolled(role), cluster, (ServiceState("s", runs, changed),), gate=gate)


def mirrors(host: str, *changed: str, cluster: str = "a") -> Observation:
    services = tuple(ServiceState(name, True, FILES if name in changed else ()) for name in ("m@0", "m@1"))
    return Observation(host, rolled("kafka_mirror"), cluster, services)


def test_zookeeper_comes_before_kafka_and_mirrors_come_last() -> None:
    plan = plan_of([mirrors("k1", "m@0"), observed("k1"), observed("k2", "zookeeper"), observed("k1", "zookeeper")])
    assert plan.restarts == (
        ("zookeeper", "k2"),
        ("zookeeper", "k1"),
        ("kafka_broker", "k1"),
        ("kafka_mirror", "k1"),
    )


def test_one_that_leads_comes_last_in_its_own_cluster() -> None:
    plan = plan_of([observed("k1", leads=True), observed("k2"), observed("k3", cluster="b")])
    assert [host for _, host in plan.restarts] == ["k2", "k1", "k3"]
    assert [(cluster.name, len(cluster.turns)) for cluster in plan.clusters] == [("a", 2), ("b", 1)]


def test_what_has_nothing_pending_or_does_not_run_is_left_alone() -> None:
    (cluster,) = plan_of([observed("k1", changed=()), observed("k2", runs=False), observed("k3")]).clusters
    assert [[turn.host for turn in turns] for turns in (cluster.turns, cluster.idle, cluster.down)] == [
        ["k3"],
        ["k1"],
        ["k2"],
    ]


def test_each_process_of_a_mirror_has_its_turn_and_its_host_is_named_once() -> None:
    plan = plan_of([mirrors("k1", "m@0", "m@1"), mirrors("k2", "m@1")])
    assert len(plan.turns) == 3
    assert plan.restarts == (("kafka_mirror", "k1"), ("kafka_mirror", "k2"))
    assert plan.mirrors == {"k1": ("m@0", "m@1"), "k2": ("m@1",)}


def test_what_stands_in_the_way_of_several_is_one_blocker() -> None:
    plan = plan_of([observed("k1", blockers=("down", "other")), observed("k2", blockers=("down",))])
    assert plan.blockers == {"down": ("k1", "k2"), "other": ("k1",)}


def test_nothing_observed_is_an_empty_plan() -> None:
    plan = plan_of([])
    assert (plan.clusters, plan.restarts, plan.mirrors, plan.blockers) == ((), (), {}, {})

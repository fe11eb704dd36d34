"""From the two hashes to clusters, and what must hold among them; messages are held by tests/cases/diagnostics."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.model.clusters import Clusters, build_clusters
from lib.data.found import found

ZOOKEEPER = {"main": {"hosts": {"zk1": "1", "zk2": 2}}}
KAFKA = {"events": {"zookeeper_cluster_name": "main", "brokers": {"k1": {"id": 1}, "zk1": {"id": "2"}}}}

KEYS = st.sampled_from(["hosts", "brokers", "id", "k1", "", "config", "zookeeper_cluster_name"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=8,
)


def build(zookeeper: Any = ZOOKEEPER, kafka: Any = KAFKA, *, discovery: bool = False) -> tuple[Clusters, list[str]]:
    """Return clusters and the ids of what is wrong."""
    clusters, problems = build_clusters(
        found("zookeeper_clusters", zookeeper), found("kafka_clusters", kafka), discovery=discovery
    )
    return clusters, [problem.id for problem in problems]


def test_hosts_are_named_once_in_the_order_of_the_data_ensembles_first() -> None:
    clusters, problems = build()
    assert problems == []
    assert clusters.hosts() == ("zk1", "zk2", "k1")
    assert clusters.ensembles_of("zk1") == ["main"]
    assert clusters.kafka_of("zk1") == ["events"]
    assert clusters.kafka_of("zk2") == []


def test_nothing_found_is_no_clusters() -> None:
    clusters, problems = build_clusters(None, None)
    assert (clusters.hosts(), problems) == ((), [])


def test_hosts_of_a_broken_entry_are_named_too_so_that_their_own_keys_are_checked() -> None:
    clusters, problems = build(kafka={"events": {"brokers": {"k1": {"id": 1}, "../k2": {"id": 2}}}})
    assert "missing-key" in problems
    assert clusters.kafka == {}
    assert clusters.brokers == ("k1",)


def test_a_fault_elsewhere_in_an_entry_does_not_hide_a_duplicate_id() -> None:
    _, problems = build(zookeeper={"main": {"hosts": {"zk1": 1, "zk2": "1"}, "ipv6": "yes"}})
    assert problems == ["wrong-type", "duplicate-myid"]


def test_an_ensemble_that_is_broken_is_not_unknown() -> None:
    _, problems = build(zookeeper={"main": []})
    assert problems == ["wrong-type"]


def test_two_clusters_may_use_the_same_broker_ids() -> None:
    _, problems = build(kafka={**KAFKA, "logs": KAFKA["events"]})
    assert problems == []


def test_an_entry_with_the_key_of_no_host_is_left_to_the_scopes_of_the_hosts() -> None:
    zookeeper = {"project": {"hosts": {"": 1}}, "": {"hosts": {"zk1": 1}}, "main": {"hosts": {"zk1": 1}}}
    clusters, problems = build(zookeeper, discovery=True)
    assert (list(clusters.ensembles), problems) == (["main"], [])
    _, problems = build(zookeeper)
    assert "host-name-invalid" in problems
    assert "cluster-name-invalid" in problems


@given(st.lists(st.integers(0, 20), min_size=1, max_size=12))
def test_ids_are_reported_exactly_where_two_hosts_share_one(ids: list[int]) -> None:
    brokers = {f"k{number}": {"id": id_ if number % 2 else str(id_)} for number, id_ in enumerate(ids)}
    _, problems = build(kafka={"events": {"zookeeper_cluster_name": "main", "brokers": brokers}})
    assert problems == ["duplicate-broker-id"] * len({id_ for id_ in ids if ids.count(id_) > 1})


@given(ANYTHING)
def test_data_of_any_shape_gives_messages_and_no_crash(value: Any) -> None:
    for discovery in (True, False):
        build(value, value, discovery=discovery)
        build({"a": value}, {"a": value}, discovery=discovery)

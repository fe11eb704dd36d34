"""Clusters as a scope sees them."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.cluster_lookup import ClusterLookup
from hiera_kafka.scope import Scope
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS

SCOPES = Scope.of_host("a1.example.org"), Scope.of_host("b1.example.org")


def lookup(directory: Path, data: str) -> ClusterLookup:
    return ClusterLookup(Compiler.load(project_tree(directory, data)).hiera)


def test_hosts_that_see_the_same_data_share_what_is_built_of_it(tmp_path: Path) -> None:
    clusters = lookup(tmp_path, CLUSTERS)
    (one, problems), (other, _) = (clusters.of(scope) for scope in SCOPES)
    assert (sorted(one.kafka), problems) == (["a-eqiad", "b-eqiad", "c-eqiad"], ())
    assert one is other


def test_clusters_whose_ensembles_cannot_be_read_are_not_said_to_have_none(tmp_path: Path) -> None:
    broken = CLUSTERS.replace("{hosts: {z1.example.org: 1}}", "").replace(
        "    hosts: {z1", "    hosts: {\"%{nosuch('x')}\""
    )
    clusters, problems = lookup(tmp_path, broken).of(SCOPES[0])
    assert clusters.ensembles == {}
    assert "unknown-zookeeper-cluster" not in [problem.id for problem in problems]
    assert problems


def test_what_is_no_hash_is_reported(tmp_path: Path) -> None:
    _, problems = lookup(tmp_path, "kafka_clusters: 1\n").of(SCOPES[0])
    assert [problem.id for problem in problems] == ["wrong-type"]

"""A host as a member of an ensemble."""

from __future__ import annotations

from hiera_kafka.model.clusters import build_clusters
from hiera_kafka.model.host_zookeeper import ROLE, ZOOKEEPER
from lib.data.found import found


def test_the_table_of_ensembles_lists_its_hosts() -> None:
    clusters, _ = build_clusters(found("zookeeper_clusters", {"main": {"hosts": {"z": 1}}}), None)
    assert (ZOOKEEPER.role, ZOOKEEPER.table) == (ROLE, "zookeeper_clusters")
    assert [ZOOKEEPER.listed(clusters, host) for host in ("z", "other")] == [["main"], []]

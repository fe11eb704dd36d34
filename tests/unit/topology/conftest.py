"""A small topology, and one whose names try to break out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.model.metadata import ZooKeeperPlace
from hiera_kafka.topology.graph import BrokerNode, ClusterNode, EnsembleNode, MemberNode, MirrorEdge, Site, Topology


def small(evil: str = "") -> Topology:
    ensemble = EnsembleNode(f"main{evil}", "north", (MemberNode(f"zk1.example.org{evil}", 1),))
    brokers = (
        BrokerNode(f"k1.example.org{evil}", 1, f"A{evil}", 9092),
        BrokerNode("k2.example.org", 2, None, 9093),
        BrokerNode("k3.example.org", 3, f"A{evil}", 9092),
    )
    cluster = ClusterNode(f"events{evil}", "north", ZooKeeperPlace(f"main{evil}", f"/kafka/events{evil}"), brokers)
    elsewhere = ClusterNode(
        "far", "south", ZooKeeperPlace(f"main{evil}", "/kafka/far"), (BrokerNode("k9.example.org", 9, "B", 9092),)
    )
    return Topology(f"test{evil}", (Site(f"north{evil}", (ensemble,), (cluster,)), Site("south", (), (elsewhere,))))


@pytest.fixture
def topology() -> Topology:
    return small()


@pytest.fixture
def mirrored() -> Topology:
    """Mirrors between sites both ways, and one from a cluster that is not there."""
    mirrors = (
        MirrorEdge("events", "far", "^north\\..+", 1),
        MirrorEdge("far", "events", "^south\\..+", 3),
        MirrorEdge("gone", "far", ".*", 1),
    )
    return replace(small(), mirrors=mirrors)


@pytest.fixture
def hostile() -> Topology:
    evil = "</text><script>alert(1)</script>&\"'\x00\ud800"
    mirrors = (MirrorEdge(f"events{evil}", "far", evil, 1), MirrorEdge(f"gone{evil}", f"events{evil}", evil, 1))
    return replace(small(evil), mirrors=mirrors)


HOSTS = ["zk1.example.org", "k1.example.org", "k2.example.org", "k3.example.org", "k9.example.org"]


@pytest.fixture
def hosts() -> list[str]:
    return HOSTS

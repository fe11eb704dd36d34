"""The tree of lines."""

from __future__ import annotations

from hiera_kafka.topology.graph import Topology
from hiera_kafka.topology.text import topology_text


def test_sites_clusters_racks_and_brokers_are_indented(topology: Topology) -> None:
    assert (
        topology_text(topology)
        == """\
north
  ZooKeeper main
      1  zk1.example.org
  Kafka events  (ZooKeeper main, path /kafka/events)
    rack A
          1  k1.example.org:9092
          3  k3.example.org:9092
    no rack
          2  k2.example.org:9093

south
  Kafka far  (ZooKeeper main, path /kafka/far)
    rack B
          9  k9.example.org:9092"""
    )


def test_mirrors_stand_below_all_sites_and_unknown_clusters_are_called_so(mirrored: Topology) -> None:
    assert topology_text(mirrored).endswith(
        """\
          9  k9.example.org:9092

mirror events -> far  topics ^north\\..+  (1 host)
mirror far -> events  topics ^south\\..+  (3 hosts)
mirror gone (unknown) -> far  topics .*  (1 host)"""
    )

"""The topology as a tree of lines."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.text import one_line
from hiera_kafka.topology.graph import ClusterNode, EnsembleNode, Topology
from hiera_kafka.topology.words import count, ends


def topology_text(topology: Topology) -> str:
    """Return the topology as people read it in a terminal; ends without a line break."""
    blocks = [[site.name, *_indented(site.ensembles, site.clusters)] for site in topology.sites]
    if topology.mirrors:
        blocks.append(list(_mirrors(topology)))
    return "\n\n".join("\n".join(map(one_line, block)) for block in blocks)


def _mirrors(topology: Topology) -> Iterator[str]:
    for mirror in topology.mirrors:
        way = " -> ".join(ends(topology, mirror))
        yield f"mirror {way}  topics {mirror.pattern}  ({count(mirror.hosts, 'host')})"


def _indented(ensembles: tuple[EnsembleNode, ...], clusters: tuple[ClusterNode, ...]) -> Iterator[str]:
    for ensemble in ensembles:
        yield f"  ZooKeeper {ensemble.name}"
        yield from (f"    {member.id:>3}  {member.host}" for member in ensemble.members)
    for cluster in clusters:
        yield f"  Kafka {cluster.name}  ({cluster.metadata.text})"
        for rack, brokers in cluster.racks().items():
            yield f"    rack {rack}" if rack is not None else "    no rack"
            yield from (f"      {broker.id:>5}  {broker.host}:{broker.port}" for broker in brokers)

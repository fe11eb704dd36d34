"""Who belongs to whom: the topology as plain data, in the order of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from hiera_kafka.compiler import Compiler
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.model.listeners import client_port
from hiera_kafka.model.metadata import MetadataPlace, metadata_place

NO_SITE = "no site"
SEVERAL_SITES = "several sites"


@dataclass(frozen=True, slots=True)
class MemberNode:
    """One host of an ensemble."""

    host: str
    id: int


@dataclass(frozen=True, slots=True)
class BrokerNode:
    """One host of a cluster; rack None is no rack."""

    host: str
    id: int
    rack: str | None
    port: int


@dataclass(frozen=True, slots=True)
class EnsembleNode:
    """A ZooKeeper ensemble, members by id."""

    name: str
    site: str
    members: tuple[MemberNode, ...]


@dataclass(frozen=True, slots=True)
class ClusterNode:
    """A Kafka cluster, brokers by id, with where it keeps its metadata."""

    name: str
    site: str
    metadata: MetadataPlace
    brokers: tuple[BrokerNode, ...]

    def racks(self) -> dict[str | None, tuple[BrokerNode, ...]]:
        """Return the brokers of each rack, racks sorted by name, brokers without one last."""
        names = sorted({broker.rack for broker in self.brokers}, key=lambda rack: (rack is None, rack or ""))
        return {name: tuple(broker for broker in self.brokers if broker.rack == name) for name in names}


@dataclass(frozen=True, slots=True)
class Site:
    """All that stands in one site."""

    name: str
    ensembles: tuple[EnsembleNode, ...]
    clusters: tuple[ClusterNode, ...]


@dataclass(frozen=True, slots=True)
class MirrorEdge:
    """What copies topics whose names match a pattern from one cluster to another; `hosts` is how many hosts run it."""

    source: str
    destination: str
    pattern: str
    hosts: int


@dataclass(frozen=True, slots=True)
class Topology:
    """All sites of an inventory, and the mirrors within and between them; `name` is the inventory's."""

    name: str
    sites: tuple[Site, ...]
    mirrors: tuple[MirrorEdge, ...] = ()

    def unknown(self) -> tuple[str, ...]:
        """Return the names of clusters that a mirror reads or writes, and that the inventory does not have."""
        known = {cluster.name for site in self.sites for cluster in site.clusters}
        ends = dict.fromkeys(name for mirror in self.mirrors for name in (mirror.source, mirror.destination))
        return tuple(name for name in ends if name not in known)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "inventory": self.name,
            "sites": [
                {
                    "name": site.name,
                    "ensembles": [
                        {"name": found.name, "members": [{"host": m.host, "id": m.id} for m in found.members]}
                        for found in site.ensembles
                    ],
                    "clusters": [
                        {
                            "name": found.name,
                            **found.metadata.to_dict(),
                            "brokers": [
                                {"host": b.host, "id": b.id, "rack": b.rack, "port": b.port} for b in found.brokers
                            ],
                        }
                        for found in site.clusters
                    ],
                }
                for site in self.sites
            ],
            "mirrors": [
                {"source": m.source, "destination": m.destination, "pattern": m.pattern, "hosts": m.hosts}
                for m in self.mirrors
            ],
            "unknown_clusters": list(self.unknown()),
        }


def topology_of(compiler: Compiler) -> Topology:
    """Return the topology of an inventory.

    The site of a host is its top-scope variable `site`. What spans sites stands below SEVERAL_SITES, what has none
    below NO_SITE.

    Raises:
        HieraKafkaError: The data has errors.
    """
    compiler.check()
    clusters = compiler.clusters
    ensembles = [
        EnsembleNode(
            name,
            _common(found.model.hosts, lambda host: _site(compiler, host)),
            tuple(sorted((MemberNode(host, id_) for host, id_ in found.model.hosts.items()), key=lambda m: m.id)),
        )
        for name, found in clusters.ensembles.items()
    ]
    kafka = [
        ClusterNode(
            name,
            _common(found.model.brokers, lambda host: _site(compiler, host)),
            metadata_place(name, found.model),
            tuple(
                sorted(
                    (BrokerNode(host, b.id, b.rack, client_port(b)) for host, b in found.model.brokers.items()),
                    key=lambda broker: broker.id,
                )
            ),
        )
        for name, found in clusters.kafka.items()
    ]
    names = dict.fromkeys([found.site for found in kafka] + [found.site for found in ensembles])
    return Topology(
        compiler.inventory.name,
        tuple(
            Site(name, tuple(e for e in ensembles if e.site == name), tuple(c for c in kafka if c.site == name))
            for name in sorted(names, key=lambda site: site in (NO_SITE, SEVERAL_SITES))
        ),
        _mirrors(compiler),
    )


def _mirrors(compiler: Compiler) -> tuple[MirrorEdge, ...]:
    found: Counter[tuple[str, str, str]] = Counter()
    for host in compiler.hosts:
        for mirror in compiler.mirrors_on(host):
            pattern = MASK if mirror.origin("topics").is_secret else mirror.pattern
            found[mirror.source, mirror.destination, pattern] += 1
    return tuple(MirrorEdge(*ends, hosts) for ends, hosts in sorted(found.items()))


def _site(compiler: Compiler, host: str) -> str:
    site = compiler.scope(host).variables.get("site")
    return str(site) if site else NO_SITE


def _common(hosts: Iterable[str], site: Callable[[str], str]) -> str:
    found = {site(host) for host in hosts}
    return found.pop() if len(found) == 1 else SEVERAL_SITES

"""Where a Kafka cluster keeps its metadata, such as which brokers and topics it has.

Today that is ZooKeeper. A second form (KRaft) becomes a dataclass beside ZooKeeperMode and a member of Metadata; code
that asks `Metadata` and not for an ensemble then needs no change, and mypy points at the code that does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from hiera_kafka.model.base import Traced
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.listeners import Address
from hiera_kafka.model.releases import MetadataMode
from hiera_kafka.model.zookeeper import CLIENT_PORT, Ensemble
from hiera_kafka.source import Origin

ROOT = "/"
"""The chroot of a cluster that has an ensemble for itself, and then none is written."""


@dataclass(frozen=True, slots=True)
class ZooKeeperPlace:
    """The part of ZooKeeper that a Kafka cluster has, whether or not its ensemble is known here.

    Attributes:
        ensemble: Name of the ensemble, a key of `zookeeper_clusters`.
        chroot: Path below which all of the cluster's metadata is.
    """

    ensemble: str
    chroot: str

    @property
    def text(self) -> str:
        """The place as people read it."""
        return f"ZooKeeper {self.ensemble}, path {self.chroot}"

    def to_dict(self) -> dict[str, str]:
        """Return a JSON-able form."""
        return {"ensemble": self.ensemble, "chroot": self.chroot}


@dataclass(frozen=True, slots=True)
class ZooKeeperMode:
    """A cluster whose metadata is in ZooKeeper.

    Attributes:
        place: Ensemble and path, by name.
        ensemble: The ensemble.
        named: Where the data of the cluster names the ensemble.
        rooted: Where it names the path, None where that follows from the name of the cluster.
    """

    mode: ClassVar[MetadataMode] = MetadataMode.ZOOKEEPER
    title: ClassVar[str] = "ZooKeeper"

    place: ZooKeeperPlace
    ensemble: Traced[Ensemble]
    named: Origin
    rooted: Origin | None = None

    def connect(self, address: Address) -> str:
        """Return `host:port` of every member, sorted as text, followed once by the chroot."""
        servers = sorted(f"{address(host)}:{CLIENT_PORT}" for host in self.ensemble.model.hosts)
        return f"{','.join(servers)}{'' if self.place.chroot == ROOT else self.place.chroot}"

    @property
    def origin(self) -> Origin:
        """Where `connect` comes from."""
        return Origin.derived(
            "hosts of the ensemble and chroot of the cluster",
            self.ensemble.trace.at("hosts"),
            self.named,
            *((self.rooted,) if self.rooted is not None else ()),
        )


MetadataPlace: TypeAlias = ZooKeeperPlace
Metadata: TypeAlias = ZooKeeperMode


def metadata_place(name: str, cluster: KafkaCluster) -> MetadataPlace:
    """Return the names of where a cluster keeps its metadata.

    Args:
        name: Name of the Kafka cluster.
        cluster: The cluster.
    """
    return ZooKeeperPlace(cluster.zookeeper_cluster_name, cluster.zookeeper_chroot or f"/kafka/{name}")


def metadata_of(name: str, cluster: Traced[KafkaCluster], ensembles: Mapping[str, Traced[Ensemble]]) -> Metadata | None:
    """Return where a cluster keeps its metadata, None where its ensemble is unknown or has errors.

    Args:
        name: Name of the Kafka cluster.
        cluster: The cluster.
        ensembles: The valid entries of `zookeeper_clusters`, by name.
    """
    place = metadata_place(name, cluster.model)
    ensemble = ensembles.get(place.ensemble)
    if ensemble is None:
        return None
    rooted = None if cluster.model.zookeeper_chroot is None else cluster.origin("zookeeper_chroot")
    return ZooKeeperMode(place, ensemble, cluster.origin("zookeeper_cluster_name"), rooted)

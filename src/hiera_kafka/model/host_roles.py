"""A host as a member of an ensemble, and as a broker of a cluster."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.model.base import Traced
from hiera_kafka.model.kafka import BrokerSettings, KafkaCluster
from hiera_kafka.model.metadata import Metadata
from hiera_kafka.model.zookeeper import Ensemble, ZooKeeperSettings


@dataclass(frozen=True)
class ZooKeeperNode:
    """A host as a member of an ensemble."""

    name: str
    ensemble: Traced[Ensemble]
    settings: Traced[ZooKeeperSettings]


@dataclass(frozen=True)
class KafkaNode:
    """A host as a broker of a cluster."""

    name: str
    cluster: Traced[KafkaCluster]
    metadata: Metadata
    settings: Traced[BrokerSettings]

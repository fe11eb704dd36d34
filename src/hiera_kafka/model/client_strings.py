"""The strings that clients are given: list of brokers, and ZooKeeper with the cluster's chroot."""

from __future__ import annotations

from collections.abc import Callable

from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.zookeeper import CLIENT_PORT, Ensemble

Address = Callable[[str], str]
"""Host to what it is reached by."""


def bootstrap_servers(cluster: KafkaCluster, address: Address) -> str:
    """Return `host:port` of every broker, sorted as text and joined by commas (`brokers.string` of kafka_config)."""
    return ",".join(sorted(f"{address(host)}:{broker.port}" for host, broker in cluster.brokers.items()))


def chroot(cluster_name: str) -> str:
    """Return the path that a Kafka cluster has in ZooKeeper."""
    return f"/kafka/{cluster_name}"


def zookeeper_connect(cluster_name: str, ensemble: Ensemble, address: Address) -> str:
    """Return `host:port` of every member, sorted as text, followed once by the chroot."""
    hosts = ",".join(sorted(f"{address(host)}:{CLIENT_PORT}" for host in ensemble.hosts))
    return f"{hosts}{chroot(cluster_name)}"

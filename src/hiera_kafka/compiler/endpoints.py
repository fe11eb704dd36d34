"""Where and how clients reach each cluster: plaintext, or TLS where the data gives every broker a TLS listener."""

from __future__ import annotations

from hiera_kafka.compiler.client_strings import client_strings
from hiera_kafka.compiler.compiler import Compiler
from hiera_kafka.model.endpoints import SYSTEM_CA, ClusterEndpoints, SecurityProtocol


def endpoints(compiler: Compiler, cluster: str | None = None, ca: str = SYSTEM_CA) -> list[ClusterEndpoints]:
    """Return how one cluster, or each, is best reached.

    Args:
        compiler: Of the inventory.
        cluster: Name of a cluster, None for all.
        ca: File of authorities in PEM that clients trust.

    Raises:
        HieraKafkaError: The data has errors, or no cluster has that name.
    """
    names = [strings.cluster for strings in client_strings(compiler, cluster)]
    protocols = {
        name: SecurityProtocol.SSL if _has_tls(compiler, name) else SecurityProtocol.PLAINTEXT for name in names
    }
    return [ClusterEndpoints(name, compiler.dialect.endpoints(name, protocols[name]), ca) for name in names]


def plaintext_endpoints(compiler: Compiler, cluster: str | None = None) -> list[ClusterEndpoints]:
    """Return how one cluster, or each, is reached by our own clients, which speak plaintext only.

    Raises:
        HieraKafkaError: The data has errors, or no cluster has that name.
    """
    names = (strings.cluster for strings in client_strings(compiler, cluster))
    return [ClusterEndpoints(name, compiler.dialect.endpoints(name, SecurityProtocol.PLAINTEXT)) for name in names]


def _has_tls(compiler: Compiler, cluster: str) -> bool:
    """Tell whether every broker has a TLS listener: while some do not yet, clients stay with plaintext."""
    return all(compiler.dialect_of(host).has_tls(host) for host in compiler.clusters.kafka[cluster].model.brokers)

"""Where and how clients reach each cluster: plaintext, or TLS where the data gives every broker a TLS listener."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.compiler.client_strings import client_strings
from hiera_kafka.compiler.compiler import Compiler


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What clients of one cluster connect to.

    Attributes:
        cluster: Name of the Kafka cluster.
        servers: `host:port` of each broker, sorted.
        tls: Whether these ports speak TLS.
    """

    cluster: str
    servers: tuple[str, ...]
    tls: bool = False

    @property
    def bootstrap_servers(self) -> str:
        """The servers joined by commas."""
        return ",".join(self.servers)


def endpoints(compiler: Compiler, cluster: str | None = None) -> list[Endpoint]:
    """Return how one cluster, or each, is reached.

    Raises:
        HieraKafkaError: The data has errors, or no cluster has that name.
    """
    return [
        Endpoint(strings.cluster, compiler.dialect.tls_servers(strings.cluster), tls=True)
        if _has_tls(compiler, strings.cluster)
        else Endpoint(strings.cluster, tuple(strings.bootstrap_servers.split(",")))
        for strings in client_strings(compiler, cluster)
    ]


def _has_tls(compiler: Compiler, cluster: str) -> bool:
    """Tell whether every broker has a TLS listener: while some do not yet, clients stay with plaintext."""
    return all(compiler.dialect_of(host).has_tls(host) for host in compiler.clusters.kafka[cluster].model.brokers)

"""The strings that clients of a cluster are given."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.compiler.compiler import Compiler
from hiera_kafka.dialects.wikimedia.kafka_config.function import kafka_config
from hiera_kafka.errors import Diagnostic, Position, ProjectError, nearest
from hiera_kafka.hiera import Found
from hiera_kafka.model.endpoints import bootstrap_servers
from hiera_kafka.model.listeners import client_endpoints
from hiera_kafka.scope import Scope


@dataclass(frozen=True, slots=True)
class ClientStrings:
    """What clients need to know of one cluster.

    Attributes:
        cluster: Name of the Kafka cluster.
        bootstrap_servers: `host:port` of every broker, joined by commas.
        zookeeper_connect: `host:port` of every ZooKeeper, joined by commas, and the cluster's path.
    """

    cluster: str
    bootstrap_servers: str
    zookeeper_connect: str


def client_strings(compiler: Compiler, cluster: str | None = None) -> list[ClientStrings]:
    """Return the strings of one cluster, or of all.

    Raises:
        HieraKafkaError: The data has errors, or no cluster has that name.
    """
    compiler.check()
    clusters = compiler.clusters
    if cluster is not None and cluster not in clusters.kafka:
        near = nearest(cluster, list(clusters.kafka))
        raise ProjectError(
            Diagnostic(
                "unknown-cluster",
                f"no Kafka cluster is named {cluster!r}, known are: {', '.join(clusters.kafka) or 'none'}",
                where=(Position(str(compiler.inventory.path)),),
                hint=f"did you mean {near!r}?" if near else None,
            )
        )
    if compiler.strings_of_puppet:
        return [_of_puppet(compiler, name) for name in clusters.kafka if cluster in (None, name)]
    address = compiler.platform.address
    return [
        ClientStrings(
            name,
            bootstrap_servers(client_endpoints(found.model, address)),
            metadata.connect(address),
        )
        for name, found in clusters.kafka.items()
        if cluster in (None, name)
        # Metadata of which only the cluster's own hosts see where they are have no string for everyone.
        if (metadata := clusters.metadata_of(name)) is not None
    ]


def _of_puppet(compiler: Compiler, name: str) -> ClientStrings:
    """Return what Wikimedia's function says of a cluster; its ZooKeepers carry no ports."""
    scope = Scope.of_discovery(compiler.inventory.variables)

    def find(key: str) -> Found | None:
        return compiler.hiera.find(key, scope)

    found = kafka_config(find, scope, name, strict=False).value
    return ClientStrings(name, found["brokers"]["string"], found["zookeeper"]["url"])

"""Where and how clients reach each cluster: plaintext, or TLS where the data gives every broker a TLS listener."""

from __future__ import annotations

from functools import partial

from hiera_kafka.compiler.client_strings import client_strings
from hiera_kafka.compiler.compiler import Compiler
from hiera_kafka.compiler.wikimedia_functions import kafka_config
from hiera_kafka.hiera import Found
from hiera_kafka.model.endpoints import SYSTEM_CA, ClusterEndpoints, Endpoints, Protocol, parse_endpoints
from hiera_kafka.model.listeners import client_endpoints, has_tls_listener


def endpoints(compiler: Compiler, cluster: str | None = None, ca: str = SYSTEM_CA) -> list[ClusterEndpoints]:
    """Return how one cluster, or each, is best reached.

    Args:
        compiler: Of the inventory.
        cluster: Name of a cluster, None for all.
        ca: File of authorities in PEM that clients trust.

    Raises:
        HieraKafkaError: The data has errors, or no cluster has that name.
    """
    return [
        ClusterEndpoints(
            strings.cluster,
            _endpoints(
                compiler, strings.cluster, Protocol.SSL if _has_tls(compiler, strings.cluster) else Protocol.PLAINTEXT
            ),
            ca,
        )
        for strings in client_strings(compiler, cluster)
    ]


def plaintext_endpoints(compiler: Compiler, cluster: str | None = None) -> list[ClusterEndpoints]:
    """Return how one cluster, or each, is reached by our own clients, which speak plaintext only.

    Raises:
        HieraKafkaError: The data has errors, or no cluster has that name.
    """
    return [
        ClusterEndpoints(strings.cluster, _endpoints(compiler, strings.cluster, Protocol.PLAINTEXT))
        for strings in client_strings(compiler, cluster)
    ]


def _has_tls(compiler: Compiler, cluster: str) -> bool:
    """Tell whether every broker has a TLS listener: while some do not yet, clients stay with plaintext."""
    finders = (partial(_find, compiler, host) for host in compiler.clusters.kafka[cluster].model.brokers)
    return all(map(has_tls_listener, finders))


def _find(compiler: Compiler, host: str, key: str) -> Found | None:
    return compiler.hiera.find(key, compiler.scope(host))


def _endpoints(compiler: Compiler, cluster: str, protocol: Protocol) -> Endpoints:
    if not compiler.strings_of_puppet:
        return client_endpoints(compiler.clusters.kafka[cluster].model, compiler.platform.address, protocol)
    # Puppet's function takes any text for a port, but clusters whose data has one that is none are none here.
    name = "ssl_string" if protocol is Protocol.SSL else "string"
    text: str = kafka_config(compiler, cluster).value["brokers"][name]
    return parse_endpoints(text, protocol) if text else ()

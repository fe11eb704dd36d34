"""Where brokers listen, and where clients reach them: the one place that chooses among the ports of the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hiera_kafka.model.base import Traced
from hiera_kafka.model.endpoints import Endpoint, Endpoints, SecurityProtocol
from hiera_kafka.model.kafka import Broker, KafkaCluster
from hiera_kafka.source import Origin

Address = Callable[[str], str]
"""Host to what it is reached by."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A port on which a broker serves clients and other brokers.

    Attributes:
        name: Name in `listeners` and `advertised.listeners`.
        protocol: What is spoken there.
        port: Its port.
        bind: Address that it is bound to, None for all of the host.
        origin: Where the port comes from.
    """

    name: str
    protocol: SecurityProtocol
    port: int
    bind: str | None
    origin: Origin

    @property
    def purpose(self) -> str:
        """What the port is for, in words."""
        return f"{self.protocol.lower()} listener"

    @property
    def url(self) -> str:
        """The listener as the broker opens it, an entry of `listeners`."""
        return self.advertised(self.bind or "")

    def advertised(self, address: str) -> str:
        """Return the listener as others reach it, an entry of `advertised.listeners`."""
        return f"{self.name}://{address}:{self.port}"


def broker_listeners(host: str, cluster: Traced[KafkaCluster], bind: str | None) -> tuple[Listener, ...]:
    """Return where the broker on a host listens, the listener of other brokers first.

    TLS is refused before (`tls-not-served`), so that today there is one listener.

    Args:
        host: FQDN of the broker.
        cluster: Its cluster.
        bind: Address that services of the host are bound to, None for all of them.
    """
    protocol = SecurityProtocol.PLAINTEXT
    port = client_port(cluster.model.brokers[host], protocol)
    return (Listener(protocol.value, protocol, port, bind, cluster.origin("brokers", host, "port")),)


def client_port(broker: Broker, protocol: SecurityProtocol = SecurityProtocol.PLAINTEXT) -> int:
    """Return the port on which a broker speaks a protocol with clients."""
    return broker.ssl_port if protocol is SecurityProtocol.SSL else broker.port


def client_endpoints(
    cluster: KafkaCluster, address: Address, protocol: SecurityProtocol = SecurityProtocol.PLAINTEXT
) -> Endpoints:
    """Return where clients reach each broker of a cluster, sorted as text.

    Args:
        cluster: The cluster.
        address: What hosts are reached by.
        protocol: Which of the brokers' listeners.
    """
    found = (
        Endpoint(address(host), client_port(broker, protocol), protocol) for host, broker in cluster.brokers.items()
    )
    return tuple(sorted(found, key=str))

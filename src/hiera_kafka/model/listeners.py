"""Where brokers listen, and where clients reach them: the one place that knows ports and protocols of Kafka."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hiera_kafka.model.base import Traced
from hiera_kafka.model.kafka import PLAINTEXT_PORT, Broker, BrokerSettings, KafkaCluster
from hiera_kafka.model.lookups import Find
from hiera_kafka.source import Origin

SYSTEM_CA = "/etc/ssl/certs/ca-certificates.crt"
"""Where Debian keeps the authorities that a machine trusts, in PEM."""

Address = Callable[[str], str]
"""Host to what it is reached by."""


class Protocol(enum.StrEnum):
    """What is spoken on a port, by Kafka's own names (`security.protocol`)."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"


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
    protocol: Protocol
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


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where clients connect to a broker.

    Attributes:
        host: Name or address.
        port: Port of the broker's listener.
        protocol: What is spoken there.
    """

    host: str
    port: int
    protocol: Protocol = Protocol.PLAINTEXT

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, text: str, protocol: Protocol = Protocol.PLAINTEXT) -> Endpoint:
        """Return the endpoint that `HOST:PORT`, or `HOST` with Kafka's usual port, stands for.

        Raises:
            ValueError: It stands for none.
        """
        host, colon, port = text.strip().rpartition(":")
        if not colon:
            host, port = port, str(PLAINTEXT_PORT)
        if not host or not port.isascii() or not port.isdecimal() or not 0 < int(port) < 2**16:
            raise ValueError(f"{text!r} is not HOST:PORT")
        return cls(host, int(port), protocol)


Endpoints = tuple[Endpoint, ...]
"""The brokers of one cluster, all reached by the same protocol."""


@dataclass(frozen=True, slots=True)
class ClusterEndpoints:
    """What clients of one cluster connect to.

    Attributes:
        cluster: Name of the Kafka cluster.
        endpoints: Its brokers.
        ca: File of authorities in PEM that a client trusts; counts for SSL only.
    """

    cluster: str
    endpoints: Endpoints
    ca: str = SYSTEM_CA

    @property
    def tls(self) -> bool:
        """Whether these ports speak TLS."""
        return any(endpoint.protocol is Protocol.SSL for endpoint in self.endpoints)

    @property
    def servers(self) -> tuple[str, ...]:
        """`host:port` of each broker."""
        return tuple(map(str, self.endpoints))

    @property
    def bootstrap_servers(self) -> str:
        """The servers joined by commas."""
        return bootstrap_servers(self.endpoints)


def parse_endpoints(text: str, protocol: Protocol = Protocol.PLAINTEXT) -> Endpoints:
    """Return the endpoints that `HOST:PORT,...` stands for.

    Raises:
        ValueError: A part of it stands for none.
    """
    return tuple(Endpoint.parse(part, protocol) for part in text.split(","))


def bootstrap_servers(endpoints: Iterable[Endpoint]) -> str:
    """Return `host:port` of each, joined by commas, as clients are given them."""
    return ",".join(map(str, endpoints))


def broker_listeners(host: str, cluster: Traced[KafkaCluster], bind: str | None) -> tuple[Listener, ...]:
    """Return where the broker on a host listens, the listener of other brokers first.

    TLS is refused before (`tls-not-served`), so that today there is one listener.

    Args:
        host: FQDN of the broker.
        cluster: Its cluster.
        bind: Address that services of the host are bound to, None for all of them.
    """
    protocol = Protocol.PLAINTEXT
    port = client_port(cluster.model.brokers[host], protocol)
    return (Listener(protocol.value, protocol, port, bind, cluster.origin("brokers", host, "port")),)


def client_port(broker: Broker, protocol: Protocol = Protocol.PLAINTEXT) -> int:
    """Return the port on which a broker speaks a protocol with clients."""
    return broker.ssl_port if protocol is Protocol.SSL else broker.port


def client_endpoints(cluster: KafkaCluster, address: Address, protocol: Protocol = Protocol.PLAINTEXT) -> Endpoints:
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


def has_tls_listener(find: Find) -> bool:
    """Tell whether the data of a broker's host gives it a TLS listener, in whichever dialect the host is.

    Args:
        find: Lookup in the host's scope.
    """
    key = BrokerSettings.model_fields["ssl_enabled"].alias
    found = find(str(key))
    return found is not None and found.value is True

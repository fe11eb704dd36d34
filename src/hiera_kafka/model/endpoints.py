"""Where clients connect: the brokers of a cluster, each with its port and what is spoken there.

Nothing is imported here, so that commands that need no more start fast.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

PLAINTEXT_PORT = 9092
"""Where Kafka's own examples listen, without and with TLS."""
SSL_PORT = 9093

SYSTEM_CA = "/etc/ssl/certs/ca-certificates.crt"
"""Where Debian keeps the authorities that a machine trusts, in PEM."""


class SecurityProtocol(enum.StrEnum):
    """What is spoken on a port, by Kafka's own names (`security.protocol`)."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"


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
    protocol: SecurityProtocol = SecurityProtocol.PLAINTEXT

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, text: str, protocol: SecurityProtocol = SecurityProtocol.PLAINTEXT) -> Endpoint:
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
        return any(endpoint.protocol is SecurityProtocol.SSL for endpoint in self.endpoints)

    @property
    def servers(self) -> tuple[str, ...]:
        """`host:port` of each broker."""
        return tuple(map(str, self.endpoints))

    @property
    def bootstrap_servers(self) -> str:
        """The servers joined by commas."""
        return bootstrap_servers(self.endpoints)


def parse_endpoints(text: str, protocol: SecurityProtocol = SecurityProtocol.PLAINTEXT) -> Endpoints:
    """Return the endpoints that `HOST:PORT,...` stands for.

    Raises:
        ValueError: A part of it stands for none.
    """
    return tuple(Endpoint.parse(part, protocol) for part in text.split(","))


def bootstrap_servers(endpoints: Iterable[Endpoint]) -> str:
    """Return `host:port` of each, joined by commas, as clients are given them."""
    return ",".join(map(str, endpoints))

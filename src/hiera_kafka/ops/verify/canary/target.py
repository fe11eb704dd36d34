"""The clusters that a canary is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hiera_kafka.compiler import Compiler
from hiera_kafka.model.base import Traced
from hiera_kafka.model.endpoints import Endpoint, Endpoints
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.listeners import Address, broker_listeners, client_endpoints

Via = Callable[[Endpoints], str | None]
"""The brokers of a cluster to the URL of the SOCKS proxy that leads to them, None where the way is straight.

Raises HieraKafkaError where there is no way.
"""


def straight(_: Endpoints) -> None:
    """Return that no proxy is needed."""


@dataclass(frozen=True, slots=True)
class BrokerListener:
    """A listener of a broker, as the data has it.

    Attributes:
        broker: Id of the broker.
        host: Its FQDN.
        name: Name of the listener.
        endpoint: Where clients reach it.
    """

    broker: int
    host: str
    name: str
    endpoint: Endpoint


@dataclass(frozen=True)
class CanaryTarget:
    """A cluster that a canary is asked for.

    Attributes:
        name: As the data calls it.
        model: What the data says of it.
        address: What hosts are reached by.
    """

    name: str
    model: Traced[KafkaCluster]
    address: Address

    @property
    def topic(self) -> str:
        """Name of its canary's topic."""
        return self.model.model.canary.topic

    @property
    def brokers(self) -> tuple[int, ...]:
        """Ids of its brokers, sorted."""
        return tuple(sorted(broker.id for broker in self.model.model.brokers.values()))

    @property
    def endpoints(self) -> Endpoints:
        """Where our own clients reach it."""
        return client_endpoints(self.model.model, self.address)

    def listeners(self) -> Iterator[BrokerListener]:
        """Yield each listener of each broker, sorted by the brokers' ids."""
        brokers = self.model.model.brokers
        for host in sorted(brokers, key=lambda host: brokers[host].id):
            for listener in broker_listeners(host, self.model, None):
                endpoint = Endpoint(self.address(host), listener.port, listener.protocol)
                yield BrokerListener(brokers[host].id, host, listener.name, endpoint)


def canary_targets(compiler: Compiler, clusters: Iterable[str]) -> tuple[CanaryTarget, ...]:
    """Return clusters of an inventory as a canary is asked for them.

    Args:
        compiler: Of the inventory.
        clusters: Names, each of which `compiler.clusters.kafka` has.
    """
    known, address = compiler.clusters.kafka, compiler.platform.address
    return tuple(CanaryTarget(name, known[name], address) for name in clusters)

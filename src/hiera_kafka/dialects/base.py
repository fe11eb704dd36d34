"""What every dialect answers, and what an inventory gives it to answer with.

The compiler alone chooses the dialect of a host. Everybody else asks the one that was chosen, and never which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.errors import Diagnostic, Position, Severity
from hiera_kafka.hiera import Hiera
from hiera_kafka.model.clusters import Clusters
from hiera_kafka.model.endpoints import Endpoints, SecurityProtocol
from hiera_kafka.model.lookups import Find
from hiera_kafka.model.mirror.mirror import Mirror
from hiera_kafka.model.services import HostModel
from hiera_kafka.scope import Scope


class InventoryView(Protocol):
    """An inventory as its dialects see it; what needs all hosts to be compiled is there afterwards only."""

    @property
    def hiera(self) -> Hiera:
        """Its data."""

    @property
    def strict_hiera(self) -> Hiera:
        """Its data as a server reads it that refuses unknown variables."""

    @property
    def discovery(self) -> Scope:
        """The scope of the lookup that names the hosts, which has no facts."""

    @property
    def clusters(self) -> Clusters:
        """All clusters as that scope sees them."""

    def clusters_of(self, scope: Scope) -> tuple[Clusters, tuple[Diagnostic, ...]]:
        """Return all clusters as one scope sees them, and what is wrong with them."""

    def scope(self, host: str) -> Scope:
        """Return the scope that a host is looked up in."""

    @property
    def position(self) -> Position:
        """The inventory file."""

    @property
    def is_local(self) -> bool:
        """Whether its hosts are processes on this machine."""

    @property
    def platform(self) -> Platform:
        """What kind of machines its hosts are."""

    @property
    def models(self) -> Mapping[str, HostModel]:
        """The models of compiled hosts."""

    @property
    def catalogs(self) -> Mapping[str, Catalog]:
        """The catalogs of compiled hosts."""


@dataclass(frozen=True)
class HostData:
    """A host that is being compiled.

    Attributes:
        name: FQDN.
        scope: Its facts and variables.
        find: Looks a key up for it; a key that cannot be read is reported and has no value, so that others are checked.
        report: Takes in what is wrong with its data.
    """

    name: str
    scope: Scope
    find: Find
    report: Callable[[Iterable[Diagnostic]], None]


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


class Dialect(Protocol):
    """How Hiera data is read, and which files and services follow from it."""

    @property
    def name(self) -> str:
        """What `kafka_dialect` calls it."""

    @property
    def is_strict(self) -> bool:
        """Whether compiling refuses what is wrong with the data; else it is taken as it is, and left to lint."""

    @property
    def is_operated(self) -> bool:
        """Whether its hosts are installed and operated from here."""

    @property
    def lists_all_hosts(self) -> bool:
        """Whether all hosts that clusters name are the inventory's own, also where that has nodes."""

    @property
    def opens_jmx(self) -> bool:
        """Whether JMX is open where the data names no port."""

    def model(self, host: HostData) -> HostModel | None:
        """Return what a host runs; None where its data has errors, which are reported, or the dialect has no models.

        Raises:
            HieraKafkaError: The data cannot be read.
        """

    def catalog(self, host: HostData, model: HostModel | None) -> Catalog | None:
        """Return what a host must be; None where it needs a model that there is none of.

        Args:
            host: The host.
            model: What `model` returned for it.

        Raises:
            HieraKafkaError: The data is refused.
        """

    def refusal(self, *hosts: str, level: Severity = Severity.ERROR) -> Diagnostic | None:
        """Return what is said where hosts are to be operated; None where they can be."""

    def mirrors(self, host: str) -> tuple[Mirror, ...]:
        """Return the mirrors that a compiled host runs.

        Raises:
            HieraError: A lookup failed.
        """

    def client_strings(self, cluster: str) -> ClientStrings | None:
        """Return what clients of a cluster of the inventory are given; None where no client outside can reach it.

        Raises:
            HieraKafkaError: The data cannot be read, or is refused.
        """

    def has_tls(self, host: str) -> bool:
        """Tell whether the broker on a host has a TLS listener.

        Raises:
            HieraError: A lookup failed.
        """

    def endpoints(self, cluster: str, protocol: SecurityProtocol) -> Endpoints:
        """Return where clients reach the brokers of a cluster by a protocol, sorted as text.

        Raises:
            HieraKafkaError: The data cannot be read, or is refused.
        """

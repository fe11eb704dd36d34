"""What a host runs: one node for each service, and how nodes are found in the data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.base import StrictModel, Traced
from hiera_kafka.model.clusters import Clusters
from hiera_kafka.model.lookups import Find


class ServiceNode:
    """A host as one that runs a service; each kind of service has a type of its own."""


N = TypeVar("N", bound=ServiceNode)
S = TypeVar("S", bound=StrictModel)


@dataclass(frozen=True)
class HostModel:
    """What one host is.

    Attributes:
        host: FQDN.
        services: Its nodes, in the order in which services run; of some kinds there may be several.
    """

    host: str
    services: tuple[ServiceNode, ...] = ()

    def service(self, kind: type[N]) -> N | None:
        """Return the one node of a kind of service, None where the host does not run it."""
        return next(iter(self.nodes(kind)), None)

    def nodes(self, kind: type[N]) -> tuple[N, ...]:
        """Return all nodes of a kind of service."""
        return tuple(node for node in self.services if isinstance(node, kind))


@dataclass(frozen=True)
class HostQuery:
    """What nodes of one host are found with.

    Attributes:
        model: The host, with the nodes of services that run before this one.
        clusters: All clusters as the host's scope sees them.
        find: Lookup in the host's scope.
        variables: The host's top-scope variables.
        roles: Roles of services whose clusters list the host, as far as its classes do not leave them out.
    """

    model: HostModel
    clusters: Clusters
    find: Find
    variables: Mapping[str, Any]
    roles: frozenset[str]

    @property
    def host(self) -> str:
        """FQDN."""
        return self.model.host


@dataclass(frozen=True)
class ServiceSource(Generic[S, N]):
    """How the data says what nodes of a service a host is.

    Attributes:
        role: Name of the role that sets the service up.
        nodes: Returns the nodes and what is wrong with the data; its settings are None where they are wrong, or where
            the service has no `settings`.
        settings: Keys that each host looks up, whether it runs the service or not.
        defaults: What messages call the table of their defaults.
        table: Key of the table whose entries list the hosts of the service; None for a service without one.
        listed: Returns the names of the entries that list a host.
        members: Returns every host that an entry lists, whatever is wrong with the entry.
        refused: Returns what is wrong with settings of a host that runs the service.
    """

    role: str
    nodes: Callable[[HostQuery, Traced[S] | None], tuple[tuple[N, ...], list[Diagnostic]]]
    settings: type[S] | None = None
    defaults: str = ""
    table: str | None = None
    listed: Callable[[Clusters, str], list[str]] = lambda _clusters, _host: []
    members: Callable[[Clusters], Collection[str]] = lambda _clusters: ()
    refused: Callable[[Traced[S]], list[Diagnostic]] = lambda _settings: []

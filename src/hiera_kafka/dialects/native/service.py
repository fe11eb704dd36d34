"""What the native dialect has to know of a service; each module of a service says it once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import Port, Readiness, Section
from hiera_kafka.errors import Position
from hiera_kafka.model.services import ServiceNode, ServiceSource
from hiera_kafka.source import Origin

N = TypeVar("N", bound=ServiceNode)


@dataclass(frozen=True, slots=True)
class OwnedOption:
    """An option that the data sets and that follows from the model.

    Attributes:
        name: The option.
        table: Where the data sets it, for instance `main.config`.
        origin: Where that is.
        hint: What to do.
    """

    name: str
    table: str
    origin: Origin
    hint: str


@dataclass(frozen=True)
class NativeService(Generic[N]):
    """A service of hosts.

    Attributes:
        source: How its nodes are found in the data; its role is the Ansible role and the group of its hosts.
        node: Their type.
        section: Returns what the role makes of a host from its nodes, of which there is at least one.
        title: What stands before the name of its cluster in plans of rolling restarts.
        readiness: Kinds of readiness that its sections have.
        own_role: Whether an Ansible role of its name applies it; else the role `section` does, which is for all.
        lock: Role whose lock covers it there; empty for its own.
        leader: What the one of a cluster is called whose stop is an election; None where no gate stands before a stop.
        cluster_group: What groups of the hosts of one cluster begin with; empty where there are none.
        variables: Returns variables that the inventory gives a host.
        owned_options: Yields the options of a node that the data may not set.
        port_positions: Yields where the data asks for a port of a node.
    """

    source: ServiceSource[Any, N]
    node: type[N]
    section: Callable[[Machine, tuple[N, ...]], Section]
    title: str
    readiness: tuple[type[Readiness], ...] = ()
    own_role: bool = False
    lock: str = ""
    leader: str | None = None
    cluster_group: str = ""
    variables: Callable[[str, N], Mapping[str, Any]] = lambda _host, _node: {}
    owned_options: Callable[[N], Iterable[OwnedOption]] = lambda _node: ()
    port_positions: Callable[[N, Port], Iterable[Position]] = lambda _node, _port: ()

    @property
    def role(self) -> str:
        """Name of the Ansible role, and of the group of its hosts."""
        return self.source.role


def of_one(section: Callable[[Machine, N], Section]) -> Callable[[Machine, tuple[N, ...]], Section]:
    """Return the builder of a service of which a host has one node."""
    return lambda machine, nodes: section(machine, nodes[0])

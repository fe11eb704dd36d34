"""The mirrors of an inventory, with what it takes to ask about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.strings import client_strings
from hiera_kafka.errors import Diagnostic, Position, ProjectError, nearest
from hiera_kafka.model.mirror import MirrorNode


@dataclass(frozen=True, slots=True)
class Process:
    """One process of a mirror.

    Attributes:
        host: Where it runs.
        service: Name of its unit or program.
    """

    host: str
    service: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """A mirror.

    Attributes:
        name: `SOURCE_to_DESTINATION`.
        engine: 1 or 2: MirrorMaker 1 or MirrorMaker 2.
        source: Name of the cluster that it reads.
        source_servers: `host:port,...` of that.
        destination: Name of the cluster that it writes.
        destination_servers: `host:port,...` of that.
        topics: Java regular expressions, one of which matches the whole name of a topic that is taken.
        excluded: Such of topics that are left all the same.
        group: Consumer group on the source in which MirrorMaker 1 commits.
        processes: All of them, on all hosts.
        streams: Consumers in each process.
    """

    name: str
    engine: int
    source: str
    source_servers: str
    destination: str
    destination_servers: str
    topics: tuple[str, ...]
    excluded: tuple[str, ...]
    group: str
    processes: tuple[Process, ...]
    streams: int = 1

    @property
    def offsets_topic(self) -> str:
        """Topic of the destination in which MirrorMaker 2 commits."""
        return f"mm2-offsets.{self.source}.internal"

    @property
    def workers(self) -> str:
        """Group on the destination to which the workers of MirrorMaker 2 belong."""
        return f"{self.source}-mm2"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that it runs on."""
        return tuple(dict.fromkeys(process.host for process in self.processes))

    @property
    def members(self) -> int:
        """How many members its group has when all processes run: consumers of MirrorMaker 1, workers of the other."""
        return len(self.processes) * (self.streams if self.engine == 1 else 1)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "name": self.name,
            "engine": self.engine,
            "source": self.source,
            "destination": self.destination,
            "hosts": list(self.hosts),
            "topics": list(self.topics),
            "exclude": list(self.excluded),
            "group": self.group if self.engine == 1 else self.workers,
        }


def mirrors(compiler: Compiler, names: Sequence[str] = ()) -> list[Mirror]:
    """Return the mirrors of an inventory, sorted by name.

    Args:
        compiler: Of the inventory.
        names: Which; none are all.

    Raises:
        HieraKafkaError: The data has errors, or no mirror has that name.
    """
    nodes: dict[str, list[tuple[str, MirrorNode]]] = {}
    for host in compiler.hosts:
        for node in compiler.model(host).mirrors:
            nodes.setdefault(node.name, []).append((host, node))
    unknown = [name for name in names if name not in nodes]
    if unknown:
        raise ProjectError([_unknown(compiler, name, sorted(nodes)) for name in unknown])
    servers = {strings.cluster: strings.bootstrap_servers for strings in client_strings(compiler)}
    return [_mirror(nodes[name], servers) for name in sorted(nodes) if not names or name in names]


def _mirror(found: Sequence[tuple[str, MirrorNode]], servers: dict[str, str]) -> Mirror:
    # All hosts of a mirror see the same data of it, or compiling would have failed.
    node = found[0][1]
    return Mirror(
        node.name,
        node.engine,
        node.source_name,
        servers[node.source_name],
        node.destination_name,
        servers[node.destination_name],
        node.topics,
        node.excluded,
        node.group,
        tuple(Process(host, each.service(number)) for host, each in found for number in range(each.processes)),
        node.settings.model.streams,
    )


def _unknown(compiler: Compiler, name: str, known: Sequence[str]) -> Diagnostic:
    near = nearest(name, known)
    return Diagnostic(
        "unknown-mirror",
        f"inventory {compiler.inventory.name} has no mirror {name!r}, known are: {', '.join(known) or 'none'}",
        where=(Position(str(compiler.inventory.path)),),
        hint=f"did you mean {near!r}?" if near else "`hiera-kafka mirrors` lists them",
    )

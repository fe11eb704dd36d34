"""The mirrors of an inventory, with what it takes to ask about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.endpoints import plaintext_endpoints
from hiera_kafka.errors import Diagnostic, Position, ProjectError, nearest
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.model.listeners import client_endpoints
from hiera_kafka.model.mirror.names import NameRules, name_rules, puppet_name_rules
from hiera_kafka.model.mirror.settings import MirrorNode
from hiera_kafka.ops.mirrors.topics import TopicVerdict, verdicts


@dataclass(frozen=True, slots=True)
class MirrorProcess:
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
        source_servers: Where that is reached.
        destination: Name of the cluster that it writes.
        destination_servers: Where that is reached.
        topics: Java regular expressions, one of which matches the whole name of a topic that is taken.
        excluded: Java patterns of topics that are left out although `topics` matches them.
        group: Consumer group on the source in which MirrorMaker 1 commits.
        processes: All of them, on all hosts.
        streams: Consumers in each process.
        wikimedia: Whether it is of Wikimedia's dialect: Ansible does not know its processes, and it begins at the
            end of a partition that it has committed nothing of.
        secret: Whether `topics` are secrets.
    """

    name: str
    engine: int
    source: str
    source_servers: Endpoints
    destination: str
    destination_servers: Endpoints
    topics: tuple[str, ...]
    excluded: tuple[str, ...]
    group: str
    processes: tuple[MirrorProcess, ...]
    streams: int = 1
    wikimedia: bool = False
    secret: bool = False

    @property
    def workers(self) -> str:
        """Group on the destination to which the workers of MirrorMaker 2 belong."""
        return f"{self.source}-mm2"

    @property
    def names(self) -> NameRules:
        """What it makes of names of topics, whatever its patterns say."""
        if self.wikimedia:
            return puppet_name_rules(self.destination)
        return name_rules(self.engine, self.source, self.destination)

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
            "topics": [MASK] * len(self.topics) if self.secret else list(self.topics),
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
    found: dict[str, Mirror] = {}
    for host in compiler.hosts:
        for mirror in _on(compiler, host):
            # All hosts of a mirror see the same data of it, or compiling would have failed.
            before = found.get(mirror.name, replace(mirror, processes=()))
            found[mirror.name] = replace(before, processes=(*before.processes, *mirror.processes))
    unknown = [name for name in names if name not in found]
    if unknown:
        raise ProjectError([_unknown(compiler, name, sorted(found)) for name in unknown])
    return [found[name] for name in sorted(found) if not names or name in names]


def _on(compiler: Compiler, host: str) -> Iterator[Mirror]:
    """Yield the mirrors of a host, each with its processes there."""
    found = compiler.mirrors_on(host)
    servers = _servers(compiler, host) if found else {}
    for mirror in found:
        yield Mirror(
            mirror.name,
            mirror.engine,
            mirror.source,
            servers[mirror.source],
            mirror.destination,
            servers[mirror.destination],
            mirror.java_patterns,
            mirror.excluded,
            mirror.group,
            tuple(MirrorProcess(host, mirror.service(number)) for number in range(mirror.processes)),
            mirror.streams,
            wikimedia=not compiler.dialect_of(host).is_operated,
            secret=mirror.origin("topics").secret,
        )


def judged(mirror: Mirror, topics: Iterable[str]) -> list[TopicVerdict]:
    """Return what a mirror does with each topic of its source, sorted by name.

    Args:
        mirror: The mirror.
        topics: Names of the source's topics.
    """
    return verdicts(topics, mirror.topics, mirror.excluded, mirror.names, secret=mirror.secret)


def _servers(compiler: Compiler, host: str) -> Mapping[str, Endpoints]:
    """Return where the ends of a host's mirrors are reached, some of which that host alone may know."""
    model = compiler.models.get(host)
    if model is None:
        return {found.cluster: found.endpoints for found in plaintext_endpoints(compiler)}
    ends = {name: end for node in model.nodes(MirrorNode) for name, end in node.ends.items()}
    return {name: client_endpoints(cluster.model, compiler.platform.address) for name, cluster in ends.items()}


def _unknown(compiler: Compiler, name: str, known: Sequence[str]) -> Diagnostic:
    near = nearest(name, known)
    return Diagnostic(
        "unknown-mirror",
        f"inventory {compiler.inventory.name} has no mirror {name!r}, known are: {', '.join(known) or 'none'}",
        where=(Position(str(compiler.inventory.path)),),
        hint=f"did you mean {near!r}?" if near else "`hiera-kafka mirrors` lists them",
    )

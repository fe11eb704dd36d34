"""What must be seen of a service before a run goes on, and what was seen of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MIRROR = "kafka-mirror"
KINDS = ("zookeeper", "kafka", MIRROR)


@dataclass(frozen=True)
class Check:
    """What must be seen of one service.

    Attributes:
        kind: `zookeeper`, `kafka` or `kafka-mirror`.
        service: Name of the unit without ending, or of the program.
        address: Address of the service on this host; empty for a mirror.
        port: Port that is asked; 0 for a mirror.
        own: Id that the service has.
        expect: Ids of the brokers that must be registered.
        quorum: Whether ZooKeeper must serve; without, any answer is enough.
        members: Ids of everyone whom the data puts into the cluster.
        log: File that takes what the service prints.
        mirror: What must be seen of a mirror, None for other kinds.
    """

    kind: str
    service: str
    address: str
    port: int
    own: int
    expect: tuple[int, ...] = ()
    quorum: bool = True
    members: tuple[int, ...] = ()
    log: str | None = None
    mirror: MirrorCheck | None = None

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Check:
        """Return the check that the module's parameter describes."""
        return cls(
            kind=entry["kind"],
            service=entry["service"],
            address=entry.get("address") or "",
            port=entry.get("port") or 0,
            own=entry["own"],
            expect=tuple(entry.get("expect") or ()),
            quorum=entry.get("quorum") is not False,
            members=tuple((entry.get("members") or {}).values()),
            log=entry.get("log"),
            mirror=MirrorCheck.of(entry) if entry["kind"] == MIRROR else None,
        )

    @property
    def wanted(self) -> str:
        """What a person is told that is waited for."""
        if self.mirror is not None:
            return f"{self.service} to be in the group {self.mirror.group}"
        where = f"{self.service} at {self.address}:{self.port}"
        if self.kind == "kafka":
            return f"{where} to list the brokers {ids({self.own, *self.expect})}"
        return f"{where} to serve as leader, follower or standalone" if self.quorum else f"{where} to answer"


@dataclass(frozen=True)
class MirrorCheck:
    """What must be seen of a process of a mirror.

    Attributes:
        group: The group that the processes of the mirror form.
        engine: 1 or 2, which MirrorMaker it is.
        client: Name that the process has in the group; empty where MirrorMaker gives the same one to all.
        brokers: `host:port` of every broker of the cluster that has the group.
        sources: `host:port` of every broker that the mirror reads from.
        everywhere: How many members the group has when the mirror runs on all hosts of this run as the data says.
        processes: Those of this host that are in the group, this one among them.
    """

    group: str
    engine: int
    client: str
    brokers: tuple[str, ...]
    sources: tuple[str, ...]
    everywhere: int
    processes: tuple[MirrorProcess, ...] = ()

    @classmethod
    def of(cls, entry: dict[str, Any]) -> MirrorCheck:
        """Return the check that the module's parameter describes."""
        return cls(
            group=entry["group"],
            engine=entry["engine"],
            client=entry["client"],
            brokers=tuple(entry["brokers"]),
            sources=tuple(entry["sources"]),
            everywhere=entry["everywhere"],
            processes=tuple(
                MirrorProcess(one["service"], one["record_file"], tuple(one["records"])) for one in entry["processes"]
            ),
        )


@dataclass(frozen=True)
class MirrorProcess:
    """A process of a mirror, with what tells whether it has a restart pending."""

    service: str
    record_file: str
    records: tuple[str, ...]


@dataclass(frozen=True)
class Observation:
    """What was seen of one service.

    Attributes:
        ready: Whether it is all that was expected.
        seen: What it was, in words.
        warning: What is missing although it is not the service's fault; a service that is not ready is let pass with
            it when the time is over.
    """

    ready: bool
    seen: str
    warning: str = ""


def ids(numbers: Iterable[int]) -> str:
    """Return ids as text, in order."""
    return ", ".join(str(number) for number in sorted(numbers))

"""What is checked on a host: before anything is touched, and after services were started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hiera_kafka.source import Origin


@dataclass(frozen=True, slots=True)
class Guard:
    """A fact on the host's disk that must not silently change, checked before anything is touched.

    Attributes:
        kind: `zookeeper-members`, `zookeeper-myid` or `kafka-broker-id`.
        directories: Data directories; the guard looks only when one of them is initialised.
        expected: What the data says, as text; for members one `id=address` an entry.
        file: Where the present value is written.
    """

    kind: str
    directories: tuple[str, ...]
    file: str
    expected: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Readiness:
    """How to see that a service answers, in words that a module on the host can act on.

    Attributes:
        kind: `zookeeper` (serving as leader, follower or standalone), `kafka` (lists itself and its peers) or
            `kafka-mirror` (is in its group).
        address: Address of this host's own port; None for a mirror, which is seen in its group.
        port: Port asked; None for a mirror.
        members: Host to id of everyone in the same cluster; of a mirror, host to how many members its group has from
            there when all processes of the mirror run.
        own: This host's id; of a mirror, the number of the process.
        group: Group that the processes of a mirror form.
        engine: 1 or 2, the MirrorMaker that a mirror is; 0 for other kinds.
        client: Name that the process has in the group; empty where the engine gives the same one to all.
        brokers: `host:port` of every broker of the cluster that has the group.
        sources: `host:port` of every broker that the mirror reads from.
    """

    kind: str
    service: str
    address: str | None
    port: int | None
    own: int
    members: Mapping[str, int]
    group: str = ""
    engine: int = 0
    client: str = ""
    brokers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

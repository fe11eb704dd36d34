"""What became of the canary: its topic, and each record that was written and looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from hiera_kafka.errors import Diagnostic

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TripSeen:
    """The way of one record.

    Attributes:
        partition: Number of the partition that it was written to; None where none was written.
        latency_ms: From before it was written until it was read, on the control node's monotonic clock; None where it
            did not come.
        problem: Why it did not come, as text of one line; None where it came, byte for byte.
        tried: Whether something was written, or a connection failed: False where nothing could be tried.
    """

    partition: int | None
    latency_ms: float | None
    problem: str | None = None
    tried: bool = True

    @property
    def arrived(self) -> bool:
        """Whether it was read as it was written."""
        return self.problem is None


@dataclass(frozen=True, slots=True)
class ListenerTrip:
    """A record through one listener of one broker.

    Attributes:
        broker: Id of the broker in the data.
        host: Its FQDN.
        listener: Name of the listener.
        endpoint: `HOST:PORT` that was connected to.
        advertised: `HOST:PORT` that the broker named there, and that the record went to; None where it named none.
        trip: What became of the record.
    """

    broker: int
    host: str
    listener: str
    endpoint: str
    advertised: str | None
    trip: TripSeen


@dataclass(frozen=True, slots=True)
class ClusterCanary:
    """The canary of one cluster.

    Attributes:
        topic: Name of its topic.
        partitions: How many it has; 0 where it is not there.
        created: Whether this run made the topic.
        added: Numbers of the partitions that this run added.
        differs: Each option of the topic whose value is not the canary's, to that value.
        leaderless: Ids of brokers in the data that are the preferred leader of no partition.
        missing: Ids of brokers that are not alive, for which the topic was not made yet.
        foreign: Where a record is not the canary's, as text; None where none was met. Nothing is written then.
        refused: What the brokers refused of making or extending the topic; None where nothing.
        listeners: Every listener of every broker in the data, sorted by broker and listener.
    """

    topic: str
    partitions: int = 0
    created: bool = False
    added: tuple[int, ...] = ()
    differs: Mapping[str, str] = field(default_factory=dict)
    leaderless: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    foreign: str | None = None
    refused: str | None = None
    listeners: tuple[ListenerTrip, ...] = ()


@dataclass(frozen=True, slots=True)
class MirrorCanary:
    """The canary's records through one mirror.

    Attributes:
        topic: The source's canary topic, which has the same name at the destination.
        left_out: Why the mirror does not take the topic, as text; None where it takes it.
        trips: What became of a record in each partition of the source; empty where the mirror does not take the topic.
    """

    topic: str
    left_out: str | None
    trips: tuple[TripSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class CanarySeen:
    """All that one run of the canary saw.

    Attributes:
        clusters: Name of each cluster that was asked for, to what was seen there, or why nothing could be.
        mirrors: Name of each mirror whose source was asked for, as above.
    """

    clusters: Mapping[str, ClusterCanary | Diagnostic] = field(default_factory=dict)
    mirrors: Mapping[str, MirrorCanary | Diagnostic] = field(default_factory=dict)


def asked_for(canary: T | Diagnostic | None) -> T | Diagnostic:
    """Return what was seen of a canary, or why nothing was.

    Raises:
        LookupError: Nobody asked for it; the runner asks no check that needs one then.
    """
    if canary is None:
        raise LookupError("nobody asked for the canary")
    return canary

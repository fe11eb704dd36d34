"""Consumer groups and partitions as brokers report them, in types of our own: they need no client library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

EMPTY = "Empty"
"""State of a group without members that has committed offsets."""
DEAD = "Dead"
"""State that brokers report for a group that they do not know."""


class TopicPartition(NamedTuple):
    """One partition of a topic; sorts by topic, then by number."""

    topic: str
    partition: int

    def __str__(self) -> str:
        return f"{self.topic}:{self.partition}"


@dataclass(frozen=True, slots=True)
class Committed:
    """What a group committed for a partition.

    Attributes:
        offset: Offset of the next message to read.
        metadata: Text that the consumer stored beside it.
        leader_epoch: Epoch of the partition's leader that the consumer saw, -1 when it did not say.
    """

    offset: int
    metadata: str = ""
    leader_epoch: int = -1

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form with the same fields."""
        return {"offset": self.offset, "metadata": self.metadata, "leader_epoch": self.leader_epoch}

    @classmethod
    def of_dict(cls, data: dict[str, Any]) -> Committed:
        """Return what `to_dict` wrote.

        Raises:
            KeyError: A field is missing.
            TypeError: A field has another type.
        """
        offset, metadata, epoch = data["offset"], data["metadata"], data["leader_epoch"]
        if not (type(offset) is int and type(epoch) is int and isinstance(metadata, str)):
            raise TypeError(f"no committed offset: {data!r}")
        return cls(offset, metadata, epoch)


@dataclass(frozen=True, slots=True)
class Range:
    """The offsets that a partition can be read from: the first message, and one past the last."""

    earliest: int
    latest: int

    def __contains__(self, offset: int) -> bool:
        return self.earliest <= offset <= self.latest

    def nearest(self, offset: int) -> int:
        """Return the offset itself where it is in the range, else the end that it lies beyond."""
        return min(max(offset, self.earliest), self.latest)

    def __str__(self) -> str:
        return f"{self.earliest}..{self.latest}"


@dataclass(frozen=True, slots=True)
class ActiveMember:
    """One active consumer of a group.

    Attributes:
        client_id: `client.id` of the consumer.
        host: Address that it is connected from.
        member_id: What the broker calls it.
        partitions: What is assigned to it, as far as it says.
    """

    client_id: str
    host: str
    member_id: str
    partitions: tuple[TopicPartition, ...] = ()

    def __str__(self) -> str:
        return f"{self.client_id}@{self.host}"


@dataclass(frozen=True, slots=True)
class ConsumerGroup:
    """A consumer group.

    Attributes:
        name: Its `group.id`.
        state: The broker's word: Stable, PreparingRebalance, CompletingRebalance, Empty or Dead.
        members: Active consumers, sorted by client id.
    """

    name: str
    state: str
    members: tuple[ActiveMember, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether consumers may commit offsets at any moment."""
        return bool(self.members) or self.state not in (EMPTY, DEAD)

    @property
    def exists(self) -> bool:
        """Whether the cluster knows the group: it has members or offsets."""
        return self.state != DEAD

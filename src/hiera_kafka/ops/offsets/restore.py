"""What undoing finds: the journal's old and new offsets beside what the cluster has now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hiera_kafka.clients.groups import Committed, TopicPartition


class Standing(StrEnum):
    """What undoing finds of one partition."""

    RESTORE = "restore"
    """It has what was set: the old value goes back."""
    ALREADY = "already"
    """It has the old value: nothing was written, or it was put back."""
    MOVED = "moved"
    """It has something else: consumers went on, or somebody set it again."""
    GONE = "gone"
    """The cluster has no such partition any more."""


@dataclass(frozen=True, slots=True)
class Written:
    """One partition of what was written, or was about to be.

    Attributes:
        partition: Topic and number of the partition.
        before: What was committed, None when nothing.
        after: What was to be committed, None for nothing.
    """

    partition: TopicPartition
    before: Committed | None
    after: Committed | None


@dataclass(frozen=True, slots=True)
class Restore:
    """One partition of undoing.

    Attributes:
        written: What the journal says.
        now: What is committed now.
        standing: What that means.
    """

    written: Written
    now: Committed | None
    standing: Standing

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        offsets = {"was": self.written.before, "set": self.written.after, "now": self.now}
        return {
            "topic": self.written.partition.topic,
            "partition": self.written.partition.partition,
            **{name: None if value is None else value.offset for name, value in offsets.items()},
            "standing": str(self.standing),
        }


def restores(
    written: Iterable[Written],
    now: Mapping[TopicPartition, Committed],
    topics: Mapping[str, Sequence[int]],
) -> list[Restore]:
    """Return what undoing finds of each partition, whether or not the write ever happened."""
    return [Restore(one, now.get(one.partition), _standing(one, now.get(one.partition), topics)) for one in written]


def _standing(written: Written, now: Committed | None, topics: Mapping[str, Sequence[int]]) -> Standing:
    if written.partition.partition not in topics.get(written.partition.topic, ()):
        return Standing.GONE
    if now == written.before:
        return Standing.ALREADY
    return Standing.RESTORE if now == written.after else Standing.MOVED

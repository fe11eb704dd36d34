"""What undoing finds: the journal's old and new offsets beside what the cluster has now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hiera_kafka.clients.groups import Committed, Range, TopicPartition


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
    RECREATED = "recreated"
    """The topic of this name is another one by now, in which the old value stands for other messages."""


@dataclass(frozen=True, slots=True)
class Written:
    """One partition of what was written, or was about to be.

    Attributes:
        partition: Topic and number of the partition.
        before: What was committed, None when nothing.
        after: What was to be committed, None for nothing.
        end: One past the last offset that the partition had then; None when the journal does not say.
    """

    partition: TopicPartition
    before: Committed | None
    after: Committed | None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """One partition of undoing.

    Attributes:
        written: What the journal says.
        now: What is committed now.
        standing: What that means.
        range: Offsets that the partition can be read from; None where it is gone.
        nearest: Whether an old value that is no longer in the range is replaced by the nearest that is.
    """

    written: Written
    now: Committed | None
    standing: Standing
    range: Range | None = None
    nearest: bool = False

    @property
    def target(self) -> Committed | None:
        """What is to be committed: the old value, or where it is allowed and needed the nearest; None for nothing."""
        old = self.written.before
        if old is None or self.range is None or not self.nearest or old.offset in self.range:
            return old
        # Metadata and epoch belong to the place that the consumer had.
        return Committed(self.range.nearest(old.offset))

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        offsets = {"was": self.written.before, "set": self.written.after, "now": self.now}
        return {
            "topic": self.written.partition.topic,
            "partition": self.written.partition.partition,
            **{name: None if value is None else value.offset for name, value in offsets.items()},
            "becomes": None if self.target is None else self.target.offset,
            "standing": str(self.standing),
        }


def restores(
    written: Iterable[Written],
    now: Mapping[TopicPartition, Committed],
    topics: Mapping[str, Sequence[int]],
    ranges: Mapping[TopicPartition, Range],
    recreated: Collection[str] = (),
    *,
    nearest: bool = False,
) -> list[Restore]:
    """Return what undoing finds of each partition, whether or not the write ever happened.

    Args:
        written: What the journal says.
        now: What is committed now.
        topics: Topic to the numbers of its partitions, of all the cluster's.
        ranges: Offsets that partitions can be read from, of those that are there.
        recreated: Topics that are others by now.
        nearest: Whether an old value that is no longer there is replaced by the nearest that is.
    """
    return [
        Restore(
            one,
            now.get(one.partition),
            _standing(one, now.get(one.partition), topics, recreated),
            ranges.get(one.partition),
            nearest,
        )
        for one in written
    ]


def _standing(
    written: Written, now: Committed | None, topics: Mapping[str, Sequence[int]], recreated: Collection[str]
) -> Standing:
    topic, number = written.partition
    if number not in topics.get(topic, ()):
        return Standing.GONE
    if topic in recreated:
        # Where nothing was committed and nothing is, there is nothing that could be of the other topic.
        return Standing.ALREADY if now is None and written.before is None else Standing.RECREATED
    if now == written.before:
        return Standing.ALREADY
    return Standing.RESTORE if now == written.after else Standing.MOVED

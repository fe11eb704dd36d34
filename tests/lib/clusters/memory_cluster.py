"""A cluster in memory that answers as `clients.kafka.Cluster` does: for laws over many histories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hiera_kafka.clients.groups import DEAD, EMPTY, ActiveMember, Committed, ConsumerGroup, Range, TopicPartition
from hiera_kafka.clients.records import Record


class KilledError(BaseException):
    """Stands for the end of the process at that step: nothing catches it."""


@dataclass
class MemoryCluster:
    """Topics, committed offsets and members; dies before or after the step that `dies` names."""

    logs: dict[TopicPartition, Range]
    offsets: dict[str, dict[TopicPartition, Committed]] = field(default_factory=dict)
    members: dict[str, tuple[ActiveMember, ...]] = field(default_factory=dict)
    id: str = "memory"
    bootstrap_servers: str = "memory:9092"
    dies: str | None = None
    refuses: set[TopicPartition] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    """Topic to its id; empty as for brokers that are too old."""
    open_from: dict[TopicPartition, int] = field(default_factory=dict)
    """Where open transactions begin."""
    markers: set[tuple[TopicPartition, int]] = field(default_factory=set)
    """Offsets that are ends of transactions, and no messages."""

    def topic_ids(self) -> dict[str, str]:
        return dict(self.ids)

    def stable_ends(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        return {partition: self.open_from.get(partition, self.logs[partition].latest) for partition in partitions}

    def first(
        self, places: Mapping[TopicPartition, int], *, only_committed: bool = False
    ) -> dict[TopicPartition, Record | None]:
        ends = self.stable_ends(places) if only_committed else {}
        return {
            place: next(
                (
                    Record(offset, offset, None, b"")
                    for offset in range(offset, ends.get(place, self.logs[place].latest))
                    if (place, offset) not in self.markers
                ),
                None,
            )
            for place, offset in places.items()
        }

    def topics(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for topic, partition in sorted(self.logs):
            found.setdefault(topic, []).append(partition)
        return {topic: tuple(numbers) for topic, numbers in found.items()}

    def group_names(self) -> list[str]:
        return sorted({name for name, offsets in self.offsets.items() if offsets} | set(self.members))

    def groups(self, names: Iterable[str]) -> dict[str, ConsumerGroup]:
        return {name: self._group(name) for name in names}

    def _group(self, name: str) -> ConsumerGroup:
        if members := self.members.get(name):
            return ConsumerGroup(name, "Stable", members)
        return ConsumerGroup(name, EMPTY if self.offsets.get(name) else DEAD)

    def committed(self, group: str) -> dict[TopicPartition, Committed]:
        return dict(sorted(self.offsets.get(group, {}).items()))

    def ranges(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, Range]:
        return {partition: self.logs[partition] for partition in partitions}

    def offsets_at(self, partitions: Iterable[TopicPartition], timestamp_ms: int) -> dict[TopicPartition, int | None]:
        """Messages are one a millisecond, the first at offset 0."""
        return {
            partition: max(timestamp_ms, self.logs[partition].earliest)
            if timestamp_ms < self.logs[partition].latest
            else None
            for partition in partitions
        }

    def commit(self, group: str, offsets: Mapping[TopicPartition, Committed]) -> dict[TopicPartition, str]:
        self._die("before the write")
        kept = {partition: value for partition, value in offsets.items() if partition not in self.refuses}
        self.offsets.setdefault(group, {}).update(kept)
        self._die("after the write")
        return {partition: "UnknownMemberId" for partition in offsets if partition in self.refuses}

    def forget(self, group: str, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, str]:
        self._die("before the write")
        for partition in partitions:
            self.offsets.get(group, {}).pop(partition, None)
        self._die("after the write")
        return {}

    def _die(self, step: str) -> None:
        if self.dies == step:
            raise KilledError(step)

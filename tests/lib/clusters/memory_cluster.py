"""A cluster in memory that answers as `clients.kafka.Cluster` does: for laws over many histories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hiera_kafka.clients.groups import DEAD, EMPTY, ActiveMember, Committed, ConsumerGroup, Range, TopicPartition


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

"""Where consumer groups stand: what they committed, what is still to be read, and who reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hiera_kafka.clients.groups import ActiveMember, Committed, ConsumerGroup, Range, TopicPartition
from hiera_kafka.clients.kafka import Cluster
from hiera_kafka.errors import Diagnostic, HieraKafkaError, nearest


@dataclass(frozen=True, slots=True)
class GroupPosition:
    """Where a group stands in one partition.

    Attributes:
        partition: Topic and number of the partition.
        committed: What it committed, None when nothing.
        range: Offsets that the partition can be read from, None when it is gone.
        member: Who reads it now, None when nobody does.
    """

    partition: TopicPartition
    committed: Committed | None
    range: Range | None
    member: ActiveMember | None

    @property
    def lag(self) -> int | None:
        """Offsets that are still to be read; None when it is unknown."""
        if self.committed is None or self.range is None:
            return None
        return max(0, self.range.latest - self.committed.offset)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group and where it stands, partition by partition."""

    group: ConsumerGroup
    positions: tuple[GroupPosition, ...]

    @property
    def lag(self) -> int:
        """Offsets that are still to be read, over all partitions where that is known."""
        return sum(position.lag or 0 for position in self.positions)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "group": self.group.name,
            "state": self.group.state,
            "active": self.group.is_active,
            "lag": self.lag,
            "members": [
                {
                    "client_id": member.client_id,
                    "host": member.host,
                    "member_id": member.member_id,
                    "partitions": [str(partition) for partition in member.partitions],
                }
                for member in self.group.members
            ],
            "partitions": [
                {
                    "topic": position.partition.topic,
                    "partition": position.partition.partition,
                    "committed": None if position.committed is None else position.committed.offset,
                    "earliest": None if position.range is None else position.range.earliest,
                    "latest": None if position.range is None else position.range.latest,
                    "lag": position.lag,
                    "client_id": None if position.member is None else position.member.client_id,
                    "host": None if position.member is None else position.member.host,
                }
                for position in self.positions
            ],
        }


def views(cluster: Cluster, name: str | None = None) -> list[GroupView]:
    """Return one group, or all that the cluster knows, sorted by name.

    Raises:
        HieraKafkaError: The cluster knows no such group.
        ClientError: The cluster does not answer.
    """
    known = cluster.group_names()
    if name is not None and name not in known:
        near = nearest(name, known)
        listed = ", ".join(known[:20]) + (", ..." if len(known) > 20 else "")
        raise HieraKafkaError(
            Diagnostic(
                "unknown-group",
                f"the cluster knows no group {name!r}, known are: {listed or 'none'}",
                note="a group without members is forgotten when its committed offsets have expired",
                hint=f"did you mean {near!r}?" if near else "`hiera-kafka offsets show --all` shows them",
            )
        )
    groups = cluster.groups([name] if name is not None else known)
    committed = {group: cluster.committed(group) for group in groups}
    topics = cluster.topics()
    assigned = {
        group.name: {partition: member for member in group.members for partition in member.partitions}
        for group in groups.values()
    }
    read = {name: _partitions({*committed[name], *assigned[name]}, topics) for name in groups}
    ranges = cluster.ranges(
        {one for places in read.values() for one in places if one.partition in topics.get(one.topic, ())}
    )
    return [
        GroupView(
            group,
            tuple(
                GroupPosition(
                    partition, committed[name].get(partition), ranges.get(partition), assigned[name].get(partition)
                )
                for partition in read[name]
            ),
        )
        for name, group in groups.items()
    ]


def _partitions(seen: set[TopicPartition], topics: Mapping[str, Sequence[int]]) -> list[TopicPartition]:
    """Return all partitions of the topics that a group reads: those without a committed offset matter as well."""
    others = {TopicPartition(topic, number) for topic, _ in seen for number in topics.get(topic, ())}
    return sorted(seen | others)

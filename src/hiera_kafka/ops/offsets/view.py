"""Where consumer groups stand: what they committed, what is still to be read, and who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hiera_kafka.clients.groups import ActiveMember, Committed, ConsumerGroup, Range, TopicPartition
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.errors import Diagnostic, HieraKafkaError, nearest

LOOKED_AT = 100
"""So many offsets left, or fewer, are looked at for a message: ends of transactions take offsets, and none is read."""


@dataclass(frozen=True, slots=True)
class GroupPosition:
    """Where a group stands in one partition.

    Attributes:
        partition: Topic and number of the partition.
        committed: What it committed, None when nothing.
        range: Offsets that the partition can be read from, None when it is gone.
        member: Who reads it now, None when nobody does.
        stable_end: Where the first open transaction begins, or the end; None when the partition is gone.
        only_committed: Whether the group is given messages of transactions only once these are committed.
        message: Offset of the first message that is left, the end when none is; None where it was not looked for.
    """

    partition: TopicPartition
    committed: Committed | None
    range: Range | None
    member: ActiveMember | None
    stable_end: int | None = None
    only_committed: bool = False
    message: int | None = None

    @property
    def end(self) -> int | None:
        """One past the last offset that the group can read, None when the partition is gone."""
        if self.range is None or not self.only_committed or self.stable_end is None:
            return None if self.range is None else self.range.latest
        return min(self.stable_end, self.range.latest)

    @property
    def is_past_the_end(self) -> bool:
        """Whether more is committed than the partition has: what the group reads next is up to its consumers."""
        return self.committed is not None and self.range is not None and self.committed.offset > self.range.latest

    @property
    def begin(self) -> int | None:
        """Where what is left begins, None when that is unknown.

        What was deleted can be read by nobody, so a group that stands before the first message has that before it.
        """
        if self.committed is None or self.range is None or self.is_past_the_end:
            return None
        return max(self.committed.offset, self.range.earliest, self.message or 0)

    @property
    def lag(self) -> int | None:
        """Offsets that are still to be read, an upper bound of messages; None when it is unknown.

        Zero exactly when nothing can be read, where no more than `LOOKED_AT` offsets are left.
        """
        if self.begin is None or self.end is None:
            return None
        return max(0, self.end - self.begin)

    @property
    def open_from(self) -> int | None:
        """Where an open transaction begins, None where there is none."""
        if self.range is None or self.stable_end is None or self.stable_end >= self.range.latest:
            return None
        return self.stable_end


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
                    "latest": position.end,
                    "stable_end": position.stable_end,
                    "lag": position.lag,
                    "client_id": None if position.member is None else position.member.client_id,
                    "host": None if position.member is None else position.member.host,
                }
                for position in self.positions
            ],
        }


def views(cluster: ReadableCluster, name: str | None = None, *, only_committed: bool = False) -> list[GroupView]:
    """Return one group, or all that the cluster knows, sorted by name.

    Args:
        cluster: Where.
        name: The group, None for all.
        only_committed: Whether the groups are given messages of transactions only once these are committed: what their
            consumers are configured with, `isolation.level`, no broker knows.

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
    there = {one for places in read.values() for one in places if one.partition in topics.get(one.topic, ())}
    ranges, stable = cluster.ranges(there), cluster.stable_ends(there)
    return [
        GroupView(
            group,
            _looked_at(
                cluster,
                [
                    GroupPosition(
                        partition,
                        committed[name].get(partition),
                        ranges.get(partition),
                        assigned[name].get(partition),
                        stable.get(partition),
                        only_committed,
                    )
                    for partition in read[name]
                ],
                only_committed=only_committed,
            ),
        )
        for name, group in groups.items()
    ]


def _looked_at(
    cluster: ReadableCluster, positions: Iterable[GroupPosition], *, only_committed: bool
) -> tuple[GroupPosition, ...]:
    """Return positions with the first message that is left, where few offsets are."""
    few = {
        one.partition: one.begin
        for one in positions
        if one.begin is not None and one.lag is not None and 0 < one.lag <= LOOKED_AT
    }
    found = cluster.first(few, only_committed=only_committed) if few else {}
    return tuple(
        replace(one, message=one.end if (record := found[one.partition]) is None else record.offset)
        if one.partition in found
        else one
        for one in positions
    )


def _partitions(seen: set[TopicPartition], topics: Mapping[str, Sequence[int]]) -> list[TopicPartition]:
    """Return all partitions of the topics that a group reads: those without a committed offset matter as well."""
    others = {TopicPartition(topic, number) for topic, _ in seen for number in topics.get(topic, ())}
    return sorted(seen | others)

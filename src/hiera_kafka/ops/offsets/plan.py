"""What setting offsets would change: from what was observed, without a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from hiera_kafka.clients.groups import Committed, ConsumerGroup, Range, TopicPartition
from hiera_kafka.errors import Diagnostic, HieraKafkaError, nearest
from hiera_kafka.ops.offsets.limits import out_of_range
from hiera_kafka.ops.offsets.target import Selector, ShiftBy, Target, ToEarliest, ToGiven, ToLatest, ToOffset

_ENDS = "--to-earliest and --to-latest go to the ends, whatever they are"


class RefusedError(HieraKafkaError):
    """What was asked for is well formed, and what the cluster is like forbids it."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What a cluster reported of one partition.

    Attributes:
        range: Offsets that it can be read from.
        committed: What the group committed, None when nothing or when that has expired.
        at: First offset of the target's time or later, None when there is none or no time was asked for.
    """

    range: Range
    committed: Committed | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class OffsetChange:
    """One partition of a plan.

    Attributes:
        partition: Topic and number of the partition.
        range: Offsets that it can be read from.
        old: What is committed now, None when nothing is.
        new: Offset to commit.
    """

    partition: TopicPartition
    range: Range
    old: Committed | None
    new: int

    @property
    def needed(self) -> bool:
        """Whether there is anything to write."""
        return self.old is None or self.old.offset != self.new

    @property
    def skipped(self) -> int:
        """Offsets that are there and will not be read; an upper bound of messages, since logs may have gaps."""
        return max(0, self.new - self._reachable)

    @property
    def reread(self) -> int:
        """Offsets that will be read again; an upper bound of messages, as above."""
        return max(0, self._reachable - self.new)

    @property
    def _reachable(self) -> int:
        """Where the group would go on reading."""
        if self.old is None:
            return self.new
        return min(max(self.old.offset, self.range.earliest), self.range.latest)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "topic": self.partition.topic,
            "partition": self.partition.partition,
            "earliest": self.range.earliest,
            "latest": self.range.latest,
            "old": None if self.old is None else self.old.offset,
            "new": self.new,
            "skipped": self.skipped,
            "reread": self.reread,
        }


def select(
    target: Target,
    selectors: Sequence[Selector],
    topics: Mapping[str, Sequence[int]],
    committed: Iterable[TopicPartition],
    group: str,
) -> list[TopicPartition]:
    """Return the partitions that a target is for, sorted.

    Args:
        target: A file names its own partitions.
        selectors: Topics and partitions; none are those that the group has committed offsets of.
        topics: Topic to the numbers of its partitions, of all the cluster's.
        committed: Partitions that the group has committed offsets of.
        group: Its name, for messages.

    Raises:
        HieraKafkaError: The cluster has no such topic or partition, or nothing says which are meant.
    """
    if isinstance(target, ToGiven):
        return _known(target.offsets, topics, target)
    if selectors:
        wanted = {
            TopicPartition(selector.topic, number)
            for selector in selectors
            # A topic that is not there has one partition, for the message that says so.
            for number in (topics.get(selector.topic) or (0,) if selector.partitions is None else selector.partitions)
        }
        return _known(wanted, topics)
    chosen = sorted(partition for partition in committed if partition.partition in topics.get(partition.topic, ()))
    if not chosen:
        raise HieraKafkaError(
            Diagnostic(
                "offsets-topic-needed",
                f"group {group!r} has no committed offset, so nothing says which topics are meant",
                note="offsets of a group without members expire after offsets.retention.minutes, by default a week",
                hint="name the topics: --topic TOPIC",
            )
        )
    return chosen


def _known(
    wanted: Iterable[TopicPartition], topics: Mapping[str, Sequence[int]], target: ToGiven | None = None
) -> list[TopicPartition]:
    found: list[Diagnostic] = []
    for topic, partitions in groupby(sorted(wanted), key=lambda partition: partition.topic):
        named = list(partitions)
        missing = [partition for partition in named if partition.partition not in topics.get(topic, ())]
        where = tuple(target.lines[partition] for partition in missing if partition in target.lines) if target else ()
        if topic not in topics:
            near = nearest(topic, list(topics))
            hint = f"did you mean {near!r}?" if near else "`kafka topics --list` shows what there is"
            found.append(Diagnostic("unknown-topic", f"the cluster has no topic {topic!r}", where, hint=hint))
        elif missing:
            numbers = ", ".join(str(partition.partition) for partition in missing)
            text = f"topic {topic!r} has no partition {numbers}; it has {_numbers(topics[topic])}"
            found.append(Diagnostic("unknown-partition", text, where))
    if found:
        raise HieraKafkaError(found)
    return sorted(wanted)


def _numbers(numbers: Sequence[int]) -> str:
    if len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]} to {numbers[-1]}"
    return ", ".join(map(str, numbers))


def changes(target: Target, observed: Mapping[TopicPartition, Observed]) -> list[OffsetChange]:
    """Return what the target means for each partition, sorted.

    Raises:
        HieraKafkaError: An offset that the partition cannot be read from, or a shift of what was never committed.
    """
    found: list[OffsetChange] = []
    wrong: list[Diagnostic] = []
    for partition, seen in sorted(observed.items()):
        new = _offset(target, partition, seen)
        where = (target.lines[partition],) if isinstance(target, ToGiven) and partition in target.lines else ()
        if new is None:
            text = f"group has no committed offset of {partition} that could be shifted"
            hint = f"give an offset in {seen.range} with --to-offset, or --to-earliest, --to-latest, --to-datetime"
            wrong.append(Diagnostic("no-committed-offset", text, where, hint=hint))
        elif refusal := out_of_range(partition, new, seen.range, _ENDS, where):
            wrong.append(refusal)
        else:
            found.append(OffsetChange(partition, seen.range, seen.committed, new))
    if wrong:
        raise HieraKafkaError(wrong)
    return found


def _offset(target: Target, partition: TopicPartition, seen: Observed) -> int | None:
    match target:
        case ToOffset(offset):
            return offset
        case ToEarliest():
            return seen.range.earliest
        case ToLatest():
            return seen.range.latest
        case ShiftBy(number):
            return None if seen.committed is None else seen.committed.offset + number
        case ToGiven(offsets):
            return offsets[partition]
    return seen.range.latest if seen.at is None else seen.at


def check_complete(
    planned: Iterable[OffsetChange], topics: Mapping[str, Sequence[int]], committed: Mapping[TopicPartition, Committed]
) -> None:
    """Refuse to give a topic its first offsets in some partitions only.

    In the others the group would start where its `auto.offset.reset` says, which nobody has decided here.

    Raises:
        HieraKafkaError: Partitions without a committed offset are left out.
    """
    wrong = []
    for topic, parts in groupby(planned, key=lambda change: change.partition.topic):
        changed = list(parts)
        if all(change.old is not None for change in changed):
            continue
        named = {change.partition for change in changed}
        rest = [
            number
            for number in topics[topic]
            if (place := TopicPartition(topic, number)) not in named and place not in committed
        ]
        if rest:
            wrong.append(
                Diagnostic(
                    "offsets-partitions-missing",
                    f"topic {topic!r} has no committed offset in partition {_numbers(rest)} either, "
                    "and those without one are set together",
                    note="in a partition without one, consumers start where their auto.offset.reset says",
                    hint=f"name all of them, or the topic as a whole: --topic {topic}",
                )
            )
    if wrong:
        raise HieraKafkaError(wrong)


def check_inactive(group: ConsumerGroup) -> None:
    """Refuse while consumers of the group run: they would not notice, and overwrite what is set.

    Raises:
        RefusedError: The group has members, or is about to.
    """
    if not group.is_active:
        return
    members = ", ".join(str(member) for member in group.members) or "members that are just joining"
    raise RefusedError(
        Diagnostic(
            "group-active",
            f"group {group.name!r} is {group.state}: its offsets belong to {members}",
            note="each is the consumer's client id and the address that it is connected from",
            hint="stop these consumers and wait until they are gone: a consumer that was killed stays a member for "
            "its session.timeout.ms, by default 45 s",
        )
    )


def totals(changed: Iterable[OffsetChange]) -> tuple[int, int]:
    """Return how many offsets are skipped, and how many are read again, over all partitions."""
    both = [(change.skipped, change.reread) for change in changed]
    return sum(skipped for skipped, _ in both), sum(reread for _, reread in both)

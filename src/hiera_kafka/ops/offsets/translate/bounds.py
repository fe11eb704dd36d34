"""How far a group may be set in another cluster so that it is never ahead of what it has processed: without a cluster.

One of the two clusters has a topic's originals and the other the mirror's copies. MirrorMaker 1 keeps neither
partitions nor offsets, so what both have in common is the time of each message; where MirrorMaker 2 wrote
checkpoints, these are offsets of the copy itself. Every function here returns a bound below which no unprocessed
message lies, or why there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hiera_kafka.clients.groups import Committed, Range, TopicPartition
from hiera_kafka.clients.records import LOG_APPEND_TIME, Record, Span


class Proof(StrEnum):
    """What a translation is proven by."""

    TIMESTAMPS = "timestamps"
    """The oldest message that the group has not processed, found by reading all of them."""
    CHECKPOINTS = "checkpoints"
    """What MirrorMaker 2 wrote down in the destination."""
    SAVED = "saved"
    """A translation of an earlier time: since then the group can only have gone on."""
    TIME = "time"
    """The operator's word."""


@dataclass(frozen=True, slots=True)
class Unproven:
    """Why a way proves nothing for a topic.

    Attributes:
        reason: Completes "it cannot be shown by ..., because ...".
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a group may be set in each partition of a topic.

    Attributes:
        offsets: Partition of the destination to offset.
        why: One sentence that an operator can check.
        unprocessed: Messages of the source that the group has not processed; None when nobody could look.
        waiting: How many of them the destination may not have yet; None when unknown.
        lost: Offsets that the source deleted before the group processed them.
    """

    offsets: Mapping[TopicPartition, int]
    why: str
    unprocessed: int | None = None
    waiting: int | None = None
    lost: int = 0

    @property
    def reach(self) -> int:
        """Grows with the offsets: of two bounds of a topic, the one that reaches further reads less again."""
        return sum(self.offsets.values())


@dataclass(frozen=True, slots=True)
class Side:
    """A topic in one of the clusters.

    Attributes:
        cluster: Its name.
        ranges: Each partition's first and next offset.
        timestamp_type: The topic's `message.timestamp.type`.
    """

    cluster: str
    ranges: Mapping[TopicPartition, Range]
    timestamp_type: str = ""

    @property
    def latest(self) -> dict[TopicPartition, int]:
        """The end of each partition."""
        return {partition: range_.latest for partition, range_ in self.ranges.items()}


@dataclass(frozen=True, slots=True)
class Unread:
    """What a group has not processed in one partition of the source.

    Attributes:
        range: Offsets that are still there.
        lost: Offsets that were deleted before the group processed them.
        certain: Whether this is all: what was deleted may have had any time, and may be in the destination.
        odd: Why it is not.
    """

    range: Range
    lost: int = 0
    odd: str | None = None

    @property
    def certain(self) -> bool:
        """Whether the messages in the range are all that the group has not processed."""
        return self.odd is None


def unread(partition: TopicPartition, committed: Committed | None, there: Range) -> Unread:
    """Return what a group has not processed of a partition."""
    if committed is None:
        odd = f"{partition} has no committed offset, and its first messages are deleted" if there.earliest else None
        return Unread(there, 0, odd)
    if committed.offset > there.latest:
        # Truncated, or created again under the same name: offsets say nothing about the present messages.
        return Unread(there, 0, f"{partition} ends at {there.latest}, before what the group committed")
    if committed.offset < there.earliest:
        lost = there.earliest - committed.offset
        return Unread(there, lost, f"{lost} messages of {partition} were deleted before the group processed them")
    return Unread(Range(committed.offset, there.latest))


def oldest(unreads: Mapping[TopicPartition, Unread], spans: Mapping[TopicPartition, Span]) -> int | None:
    """Return a time in milliseconds that no unprocessed message is older than; None when there is none at all.

    Negative when nothing is known. Over all partitions of the topic: MirrorMaker 1 chooses partitions anew.
    """
    times = [-1 for one in unreads.values() if not one.certain]
    times += [span.oldest_ms for span in spans.values() if span.oldest_ms is not None]
    return min(times, default=None)


def comparable(copy: Side, spans: Iterable[Span] = ()) -> Unproven | None:
    """Return why the copy's times are not those of the originals, None when they are.

    A mirror keeps the timestamps of the originals, whether a producer or a broker set them; a topic with LogAppendTime
    replaces them.

    Args:
        copy: The cluster whose messages the mirror wrote.
        spans: What was read of it.
    """
    if copy.timestamp_type == LOG_APPEND_TIME or any(span.appended for span in spans):
        return Unproven(f"{copy.cluster} gives copies a time of its own ({LOG_APPEND_TIME})")
    return None


def by_time(
    destination: Side,
    time_ms: int | None,
    found: Mapping[TopicPartition, int | None],
    caps: Mapping[TopicPartition, int],
) -> dict[TopicPartition, int]:
    """Return the offsets before which every message is older than a time and below a cap.

    Args:
        destination: The topic there.
        time_ms: None when any message will do, negative when none.
        found: First offset of that time or later, None where there is none.
        caps: Offsets that are not to be passed: the end as it was seen first, or how far the mirror has copied.
    """
    offsets = {}
    for partition, there in destination.ranges.items():
        cap = min(caps.get(partition, 0), there.latest)
        at = found.get(partition) if time_ms is not None else None
        wanted = 0 if time_ms is not None and time_ms < 0 else cap if at is None else min(at, cap)
        offsets[partition] = max(wanted, there.earliest)
    return offsets


def by_checkpoints(destination: Side, known: Mapping[TopicPartition, int]) -> Bound | Unproven:
    """Return the bound of MirrorMaker 2's checkpoints, as long as it has copied each message once.

    All partitions with messages need one. Where one has none, the group may be behind where MirrorMaker 2 began; if
    MirrorMaker 1 copied before, such messages can lie in any partition, also in those that have a checkpoint.
    """
    if wrong := comparable(destination):
        return wrong
    missing = [str(place) for place, there in destination.ranges.items() if there.latest and place not in known]
    if missing:
        return Unproven(f"{destination.cluster} has no checkpoint of the group for {', '.join(missing)}")
    return _given(destination, known, "checkpoints of MirrorMaker 2, which follow the group's commits after a while")


def neighbours(bound: Bound, destination: Side) -> tuple[dict[TopicPartition, int], dict[TopicPartition, int]]:
    """Return the places before and at a bound, of partitions that have messages before it."""
    inner = {place: offset for place, offset in bound.offsets.items() if offset > destination.ranges[place].earliest}
    at = {place: offset for place, offset in inner.items() if offset < destination.ranges[place].latest}
    return {place: offset - 1 for place, offset in inner.items()}, at


def first_copies(
    bound: Bound, before: Mapping[TopicPartition, Record | None], at: Mapping[TopicPartition, Record | None]
) -> dict[TopicPartition, int] | Unproven:
    """Return the time of each partition before which a message has only been copied once, in milliseconds.

    MirrorMaker 2 that was killed copies some messages again, and takes the later copy for the place of its checkpoint.
    When the source is lost before it has copied all of them again, the others lie before that place alone. The message
    that the checkpoint stands for is the one before the bound or the one at it. Copies keep order and time, so
    everything before the first message of its time, or later, was copied before it.
    """
    times = {}
    for place, record in before.items():
        if record is None or record.offset != bound.offsets[place] - 1:
            return Unproven(f"the message before {bound.offsets[place]} of {place} was compacted away")
        beside = at.get(place)
        times[place] = record.timestamp_ms if beside is None else min(record.timestamp_ms, beside.timestamp_ms)
    return times


def by_saved(destination: Side, known: Mapping[TopicPartition, int], taken: str) -> Bound | Unproven:
    """Return the bound of a saved translation; what a partition that is new since has, nobody has processed."""
    return _given(destination, known, f"saved {taken}, and since then the group can only have gone on")


def _given(destination: Side, known: Mapping[TopicPartition, int], why: str) -> Bound | Unproven:
    beyond = [str(place) for place, offset in known.items() if offset > destination.latest.get(place, 0)]
    if beyond:
        return Unproven(f"{', '.join(beyond)} of {destination.cluster} ends before it: the topic was created again")
    offsets = {place: max(known.get(place, 0), there.earliest) for place, there in destination.ranges.items()}
    return Bound(offsets, why)


def unprocessed_there(bound: Bound) -> int:
    """Return how many unprocessed messages the destination has at least."""
    return max(0, (bound.unprocessed or 0) - (bound.waiting or 0))


def to_read(bound: Bound, destination: Side) -> int:
    """Return how many offsets of the destination the group would read."""
    return sum(end - bound.offsets[place] for place, end in destination.latest.items())


def again(bound: Bound, destination: Side) -> int | None:
    """Return about how many messages the group would read again; None when nobody knows what it has not processed.

    Never too few when the mirror copied each message once: what of `waiting` has arrived is counted as read again.
    """
    if bound.unprocessed is None:
        return None
    return max(0, to_read(bound, destination) - unprocessed_there(bound))

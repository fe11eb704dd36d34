"""Translation by timestamps: reads what a group has not processed, and finds the oldest of it in the other cluster.

What is looked at first and what later matters, for the clusters go on meanwhile. How far a mirror has copied comes
before the group's commits, and these before the messages: what was copied by then is among what is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.clients.mirror_maker_2 import copied, source_offsets_topic
from hiera_kafka.clients.records import ReadableCluster, Span
from hiera_kafka.ops.offsets.translate.bounds import Bound, Side, Unproven, Unread, by_time, comparable, oldest, unread
from hiera_kafka.ops.offsets.translate.request import Ask, Flow
from hiera_kafka.ops.offsets.translate.saved import time_text


def sides(
    cluster: ReadableCluster, name: str, topics: Iterable[str], there: Mapping[str, Iterable[int]]
) -> dict[str, Side]:
    """Return how topics are in a cluster, of those that it has.

    Args:
        cluster: The cluster.
        name: Its name.
        topics: Names of topics.
        there: Topic to the numbers of its partitions, of all that it has.
    """
    wanted = [topic for topic in topics if topic in there]
    ranges = cluster.ranges(TopicPartition(topic, number) for topic in wanted for number in there[topic])
    types = cluster.timestamp_types(wanted)
    return {
        topic: Side(name, {place: range_ for place, range_ in ranges.items() if place.topic == topic}, types[topic])
        for topic in wanted
    }


def by_timestamps(
    source: ReadableCluster,
    destination: ReadableCluster,
    ask: Ask,
    flows: Mapping[str, Flow],
    there_first: Mapping[str, Side],
) -> dict[str, Bound | Unproven]:
    """Return, of each topic, the bound that the unprocessed messages of the source prove.

    Args:
        source: Where the group reads now.
        destination: Where it is to go on.
        ask: What was asked for.
        flows: Topic to the mirror that takes it.
        there_first: Each topic in the destination, looked at before anything else.
    """
    brought = {topic for topic, flow in flows.items() if flow.source == ask.destination}
    # Before the source's messages are read: what the mirror brought by now will be among them.
    limits = _within(
        copied_by(destination, source, {flows[topic] for topic in brought}),
        destination.ranges(place for topic in brought for place in there_first[topic].ranges),
    )
    there = source.topics()
    committed = source.committed(ask.group)
    own = sides(source, ask.source, flows, there)
    unreads = {
        topic: {place: unread(place, committed.get(place), range_) for place, range_ in side.ranges.items()}
        for topic, side in own.items()
    }
    found: dict[str, Bound | Unproven] = {
        topic: Unproven(f"{ask.source} does not have it any more") for topic in flows if topic not in there
    }
    for topic, parts in unreads.items():
        copy = own[topic] if topic in brought else there_first[topic]
        number = sum(one.range.latest - one.range.earliest for one in parts.values())
        wrong = comparable(copy) or (
            Unproven(f"{number} messages are unprocessed, and {ask.limit} may be read (--read-at-most)")
            if number > ask.limit
            else None
        )
        if wrong:
            found[topic] = wrong
    spans = source.spans(
        {place: one.range for topic, parts in unreads.items() if topic not in found for place, one in parts.items()}
    )
    done = copied_by(source, destination, {flow for topic, flow in flows.items() if topic not in brought})
    for topic, parts in unreads.items():
        if topic in found:
            continue
        read = {place: spans[place] for place in parts}
        limit = limits if topic in brought else None
        wrong = comparable(own[topic], read.values()) if topic in brought else None
        found[topic] = wrong or _stamped(destination, ask, there_first[topic], parts, read, limit, done)
    return found


def _stamped(
    destination: ReadableCluster,
    ask: Ask,
    side: Side,
    parts: Mapping[TopicPartition, Unread],
    spans: Mapping[TopicPartition, Span],
    limits: Mapping[TopicPartition, int] | None,
    done: Mapping[TopicPartition, int],
) -> Bound:
    """Return the bound of one topic.

    Args:
        destination: Where the group is to go on.
        ask: What was asked for.
        side: The topic there, as it was seen first.
        parts: What is unprocessed at the source.
        spans: The messages of that.
        limits: How far the mirror had copied the destination's originals; None where the source has the originals.
        done: How far the mirror has copied the source's originals.
    """
    time_ms = oldest(parts, spans)
    if time_ms is not None and time_ms >= 0:
        time_ms = max(0, time_ms - ask.margin_ms)
    asked = time_ms is not None and time_ms >= 0
    at = destination.offsets_at(side.ranges, time_ms) if asked and time_ms is not None else {}
    caps = side.latest if limits is None else {place: limits.get(place, 0) for place in side.ranges}
    offsets = by_time(side, time_ms, at, caps)
    number = sum(span.messages for span in spans.values())
    lost = sum(one.lost for one in parts.values())
    if limits is None:
        waiting = _waiting(parts, done)
    else:
        number += sum(max(0, end - caps[place]) for place, end in side.latest.items())
        waiting = 0
    return Bound(offsets, _why(ask, time_ms, parts, brought=limits is not None), number, waiting, lost)


def _waiting(parts: Mapping[TopicPartition, Unread], done: Mapping[TopicPartition, int]) -> int | None:
    """Return how many unprocessed messages the mirror is not known to have copied; None when nothing is known of it."""
    if not any(place in done for place in parts):
        return None
    return sum(max(0, one.range.latest - max(done.get(place, 0), one.range.earliest)) for place, one in parts.items())


def _why(ask: Ask, time_ms: int | None, parts: Mapping[TopicPartition, Unread], *, brought: bool) -> str:
    further = f", and the mirror has brought it to {ask.source}" if brought else ""
    odd = [one.odd for one in parts.values() if one.odd]
    if odd:
        return f"nothing is certain, so all is read again: {'; '.join(odd)}"
    if time_ms is None:
        return f"{ask.source} has nothing unprocessed{further}"
    if time_ms < 0:
        return "an unprocessed message has no timestamp, so all is read again"
    margin = f", less {ask.margin_ms / 1000:g} s" if ask.margin_ms else ""
    return f"no unprocessed message is older than {time_text(time_ms + ask.margin_ms)}{margin}{further}"


def _within(limits: Mapping[TopicPartition, int], now: Mapping[TopicPartition, Range]) -> dict[TopicPartition, int]:
    """Return how far partitions are copied, without those that end before: they were made anew, and none of it is."""
    return {place: limit for place, limit in limits.items() if place in now and limit <= now[place].latest}


def copied_by(
    upstream: ReadableCluster, downstream: ReadableCluster, flows: Iterable[Flow]
) -> dict[TopicPartition, int]:
    """Return, of each partition upstream, the offset below which everything is downstream.

    Both engines say so, MirrorMaker 1 by its commits upstream, MirrorMaker 2 in a topic downstream; after a switch
    both are true, and the higher one says more.
    """
    found: dict[TopicPartition, int] = {}
    for flow in flows:
        first = {place: value.offset for place, value in upstream.committed(flow.group).items()}
        second = copied(downstream.newest(source_offsets_topic(flow.source)), flow.source)
        for place in first.keys() | second.keys():
            found[place] = max(first.get(place, 0), second.get(place, 0), found.get(place, 0))
    return found

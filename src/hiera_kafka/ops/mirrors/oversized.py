"""Messages that a mirror cannot take along, since the topic at its destination takes none so large.

Its engines log that something was refused, MirrorMaker 1 without partition and offset, MirrorMaker 2 without the size;
so the messages that wait are read themselves, and held against the limit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.ops.mirrors.lag import Lag, Standing

WAITS_S = 10.0
"""How old a message that was not taken yet must be, before one looks whether it can be."""
REFUSED = "RecordTooLarge"
"""What both engines log of one that cannot."""
_PARTITIONS = 16
"""Of how many partitions, those whose messages have waited longest."""
_READ = 500
"""Messages of each partition that are read: what is sent together with the one that is refused is sent again."""


@dataclass(frozen=True, slots=True)
class Oversized:
    """A message that waits at the source, and is larger than its topic at the destination allows.

    Attributes:
        partition: Where it is.
        offset: Its offset there.
        size: Its bytes, alone in a batch and not compressed.
        limit: `max.message.bytes` of the topic at the destination, in bytes.
    """

    partition: TopicPartition
    offset: int
    size: int
    limit: int


def oversized(
    source: ReadableCluster, destination: ReadableCluster, lag: Lag, copies: Mapping[str, str]
) -> tuple[Oversized, ...]:
    """Return the first such message of each partition in which messages wait.

    Args:
        source: Is read.
        destination: Tells its limits.
        lag: What waits.
        copies: Topic of the source to the name of its copy at the destination.

    Raises:
        ClientError: One of them does not answer, or refuses.
    """
    late = [one for one in lag.standings if one.lag and _age(one, lag) > WAITS_S]
    waiting = {
        one.partition: Range(one.begin, min(one.range.latest, one.begin + _READ))
        for one in sorted(late, key=lambda one: _age(one, lag), reverse=True)[:_PARTITIONS]
    }
    if not waiting:
        return ()
    there = destination.topics()
    topics = {one.topic: copies[one.topic] for one in waiting if copies[one.topic] in there}
    of_copies = destination.message_limits(topics.values())
    limits = {topic: of_copies[copy] for topic, copy in topics.items() if copy in of_copies}
    spans = {partition: span for partition, span in waiting.items() if partition.topic in limits}
    found = source.first_above(spans, limits)
    return tuple(
        Oversized(partition, offset, size, limits[partition.topic])
        for partition, (offset, size) in sorted(found.items())
    )


def _age(standing: Standing, lag: Lag) -> float:
    """Return how long messages of a partition wait; for ever, where the first has no time."""
    age = standing.seconds(lag.now_ms)
    return math.inf if age is None else age

"""How far a mirror is behind, from what was observed: no cluster is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hiera_kafka.clients.groups import Range, TopicPartition


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a mirror stands in one partition of its source.

    Attributes:
        partition: Topic and number of the partition at the source.
        next: Offset that it takes next, as it has committed it; None while it has committed nothing.
        range: Offsets that the partition can be read from.
        since_ms: Time of the first message that is not taken yet, in milliseconds since 1970, UTC; None when there is
            none, or it has no time.
        skips: Whether a mirror that has committed nothing begins at the partition's end, not at its first message.
    """

    partition: TopicPartition
    next: int | None
    range: Range
    since_ms: int | None = None
    skips: bool = False

    @property
    def begin(self) -> int:
        """Offset of the first message that is not taken yet, were there one."""
        if self.next is None:
            return self.range.latest if self.skips else self.range.earliest
        return max(self.next, self.range.earliest)

    @property
    def lag(self) -> int:
        """Offsets that are still to be taken; an upper bound of messages, since logs may have gaps."""
        return max(0, self.range.latest - self.begin)

    @property
    def lost(self) -> int:
        """Offsets that the source deleted before they were taken."""
        return 0 if self.next is None else max(0, self.range.earliest - self.next)

    @property
    def ahead(self) -> int:
        """How far the mirror stands behind the partition's end: the topic was made anew, or its log cut."""
        return 0 if self.next is None else max(0, self.next - self.range.latest)

    def seconds(self, now_ms: int) -> float | None:
        """Return the age of the first message that is not taken yet, None when its time is not known."""
        if not self.lag:
            return 0.0
        # Producers set times, and their clocks may be ahead.
        return None if self.since_ms is None else max(0.0, (now_ms - self.since_ms) / 1000)


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a mirror is behind over all partitions that it takes.

    Attributes:
        standings: Each partition, sorted.
        now_ms: When that was observed, in milliseconds since 1970, UTC.
    """

    standings: tuple[Standing, ...]
    now_ms: int

    @property
    def messages(self) -> int:
        """Offsets that are still to be taken."""
        return sum(standing.lag for standing in self.standings)

    @property
    def seconds(self) -> float | None:
        """Age of the oldest message that is not taken yet; None when there are some and none has a time."""
        ages = [standing.seconds(self.now_ms) for standing in self.standings]
        known = [age for age in ages if age is not None]
        if len(known) < len(ages) and not any(known):
            return None
        return max(known, default=0.0)

    @property
    def lost(self) -> int:
        """Offsets that the source deleted before they were taken."""
        return sum(standing.lost for standing in self.standings)

    @property
    def ahead(self) -> tuple[Standing, ...]:
        """Partitions that end before where the mirror stands."""
        return tuple(standing for standing in self.standings if standing.ahead)

    @property
    def uncommitted(self) -> tuple[str, ...]:
        """Topics with messages of which nothing is committed yet, sorted."""
        named = {one.partition.topic for one in self.standings if one.next is None and one.lag}
        return tuple(sorted(named))

    def by_topic(self) -> dict[str, Lag]:
        """Return the lag of each topic, sorted."""
        topics: dict[str, list[Standing]] = {}
        for standing in self.standings:
            topics.setdefault(standing.partition.topic, []).append(standing)
        return {topic: Lag(tuple(standings), self.now_ms) for topic, standings in sorted(topics.items())}

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        return {
            "messages": self.messages,
            "seconds": self.seconds,
            "lost": self.lost,
            "partitions": [
                {
                    "topic": one.partition.topic,
                    "partition": one.partition.partition,
                    "earliest": one.range.earliest,
                    "latest": one.range.latest,
                    "next": one.next,
                    "lag": one.lag,
                    "seconds": one.seconds(self.now_ms),
                    "lost": one.lost,
                    "ahead": one.ahead,
                }
                for one in self.standings
            ],
        }


def standings(
    ranges: Mapping[TopicPartition, Range],
    positions: Mapping[TopicPartition, int],
    times: Mapping[TopicPartition, int | None],
    *,
    skips: bool = False,
) -> tuple[Standing, ...]:
    """Return where a mirror stands in each partition that it takes.

    Args:
        ranges: First and last offset of every partition of these topics.
        positions: Offset to be taken next, where one is committed.
        times: Time of the first message that is not taken yet, where there is one.
        skips: Whether it begins at a partition's end where it has committed nothing.
    """
    return tuple(
        Standing(partition, positions.get(partition), found, times.get(partition), skips)
        for partition, found in sorted(ranges.items())
    )


def behind(found: Iterable[Standing]) -> dict[TopicPartition, int]:
    """Return where to look for the first message that is not taken yet, of each partition that has one."""
    return {standing.partition: standing.begin for standing in found if standing.lag}

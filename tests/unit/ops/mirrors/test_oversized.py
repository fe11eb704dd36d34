"""Which messages that wait are held against the limits of the destination."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.ops.mirrors.lag import Lag, Standing
from hiera_kafka.ops.mirrors.oversized import Oversized, oversized

NOW = 1_000_000
OLD = NOW - 60_000
T0, T1, U0, V0 = (TopicPartition(*place) for place in (("t", 0), ("t", 1), ("u", 0), ("v", 0)))


@dataclass
class Recorded:
    """Knows limits and large messages, and keeps what was asked for."""

    limits: dict[str, int] = field(default_factory=dict)
    large: dict[TopicPartition, tuple[int, int]] = field(default_factory=dict)
    asked: list[Any] = field(default_factory=list)

    def topics(self) -> dict[str, tuple[int, ...]]:
        self.asked.append("topics")
        return dict.fromkeys(self.limits, (0,))

    def message_limits(self, topics: Iterable[str]) -> dict[str, int]:
        return {topic: self.limits[topic] for topic in topics}

    def first_above(
        self, ranges: Mapping[TopicPartition, Range], limits: Mapping[str, int]
    ) -> dict[TopicPartition, tuple[int, int]]:
        self.asked.append((dict(ranges), dict(limits)))
        return {place: found for place, found in self.large.items() if place in ranges}


def found(source: Recorded, destination: Recorded, *standings: Standing) -> tuple[Oversized, ...]:
    clusters = (cast("ReadableCluster", one) for one in (source, destination))
    return oversized(*clusters, Lag(standings, NOW), {name: f"copy-{name}" for name in ("t", "u", "v")})


def test_what_waits_for_a_while_is_read_up_to_a_bound() -> None:
    source, destination = Recorded(large={T1: (7, 150)}), Recorded(limits={"copy-t": 100})
    standings = (
        Standing(T0, 5, Range(0, 9_000), OLD),
        Standing(T1, 5, Range(0, 9), None),  # a message without a time
        Standing(U0, 5, Range(0, 9), OLD),  # its topic is not made there yet
        Standing(V0, 9, Range(0, 9)),
    )
    assert found(source, destination, *standings) == (Oversized(T1, 7, 150, 100),)
    assert source.asked == [({T0: Range(5, 505), T1: Range(5, 9)}, {"t": 100})]


def test_no_more_partitions_are_read_than_those_that_wait_longest() -> None:
    source, destination = Recorded(), Recorded(limits={"copy-t": 100})
    standings = [Standing(TopicPartition("t", number), 5, Range(0, 9), OLD + number) for number in range(40)]
    assert found(source, destination, *reversed(standings)) == ()
    ((ranges, _),) = source.asked
    assert sorted(place.partition for place in ranges) == list(range(16))


def test_nothing_is_asked_where_nothing_waits_or_only_since_a_moment() -> None:
    source, destination = Recorded(), Recorded()
    assert found(source, destination, Standing(T0, 9, Range(0, 9)), Standing(T1, 5, Range(0, 9), NOW - 5_000)) == ()
    assert (source.asked, destination.asked) == ([], [])

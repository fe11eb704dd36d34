"""What the two clusters of a mirror know of it: topics, positions, members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hiera_kafka.clients.groups import ConsumerGroup, TopicPartition
from hiera_kafka.clients.mirror_maker_2 import copied, source_offsets_topic
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.ops.mirrors.inventory import Mirror, judged
from hiera_kafka.ops.mirrors.lag import Lag, behind, standings
from hiera_kafka.ops.mirrors.topics import TopicVerdict


@dataclass(frozen=True, slots=True)
class DestinationState:
    """What the destination knows of a mirror by MirrorMaker 2; of MirrorMaker 1 it knows nothing.

    Attributes:
        positions: Offset that is taken next, of partitions of the source.
        workers: The group of its workers.
    """

    positions: Mapping[TopicPartition, int]
    workers: ConsumerGroup


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the source knows of a mirror.

    Attributes:
        topics: What the mirror does with each topic.
        lag: How far it is behind; None where the positions are kept by the destination, and that does not answer.
        readers: The consumer group of MirrorMaker 1.
    """

    topics: tuple[TopicVerdict, ...]
    lag: Lag | None
    readers: ConsumerGroup

    @property
    def copies(self) -> dict[str, str]:
        """Each topic that is taken, to the name of its copy at the destination."""
        names = ((verdict.topic, verdict.destination_topic) for verdict in self.topics)
        return {topic: copy for topic, copy in names if copy is not None}


def ask_destination(cluster: ReadableCluster, mirror: Mirror) -> DestinationState:
    """Ask the destination of a mirror by MirrorMaker 2.

    Raises:
        ClientError: The cluster does not answer, or refuses.
    """
    return DestinationState(
        copied(cluster.newest(source_offsets_topic(mirror.source)), mirror.source),
        cluster.groups([mirror.workers])[mirror.workers],
    )


def ask_source(
    cluster: ReadableCluster, mirror: Mirror, destination: DestinationState | None, now_ms: int
) -> SourceState:
    """Ask the source of a mirror.

    Args:
        cluster: The source.
        mirror: The mirror of the data.
        destination: What the destination knows; None for MirrorMaker 1, and when it did not answer.
        now_ms: Milliseconds since 1970, UTC.

    Raises:
        ClientError: The cluster does not answer, or refuses.
    """
    topics = cluster.topics()
    verdicts = tuple(judged(mirror, topics))
    readers = cluster.groups([mirror.group])[mirror.group]
    if mirror.engine == 2 and destination is None:
        return SourceState(verdicts, None, readers)
    # MirrorMaker 2 begins where the group of MirrorMaker 1 stands, until it has committed itself.
    committed = {place: value.offset for place, value in cluster.committed(mirror.group).items()}
    known = committed | dict(destination.positions if destination is not None else {})
    ranges = cluster.ranges(_partitions(verdicts, topics))
    begun = standings(ranges, known, {}, skips=mirror.wikimedia)
    firsts = cluster.first(behind(begun))
    times = {place: _time(record.timestamp_ms) for place, record in firsts.items() if record is not None}
    return SourceState(verdicts, Lag(standings(ranges, known, times, skips=mirror.wikimedia), now_ms), readers)


def _partitions(verdicts: Iterable[TopicVerdict], topics: Mapping[str, Iterable[int]]) -> list[TopicPartition]:
    return [
        TopicPartition(verdict.topic, number)
        for verdict in verdicts
        if verdict.taken
        for number in topics[verdict.topic]
    ]


def _time(timestamp_ms: int) -> int | None:
    return timestamp_ms if timestamp_ms >= 0 else None

"""What MirrorMaker 2 writes down about itself: how far it has copied, and where groups stand in the copy.

Both are compacted topics, read as key to newest value by `clients.records`; the formats are Kafka's own classes
`org.apache.kafka.connect.mirror.Checkpoint` and, for source offsets, Kafka Connect's JSON.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hiera_kafka.clients.groups import TopicPartition

_CONNECTOR = "MirrorSourceConnector"
_VERSION = 0
"""Version of the values of checkpoints, of every Kafka so far; their keys have none."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a group stood, in both clusters.

    Attributes:
        group: Its `group.id`.
        partition: Partition of the copy.
        upstream: What it had committed in the cluster that is copied.
        downstream: The offset of the copy that MirrorMaker takes for the same.
    """

    group: str
    partition: TopicPartition
    upstream: int
    downstream: int


def checkpoints_topic(source: str) -> str:
    """Return the topic of the destination in which checkpoints of a source's groups are."""
    return f"{source}.checkpoints.internal"


def source_offsets_topic(source: str) -> str:
    """Return the topic of the destination in which a mirror keeps how far it has copied its source."""
    return f"mm2-offsets.{source}.internal"


def checkpoints(records: Mapping[bytes, bytes]) -> list[Checkpoint]:
    """Return the checkpoints of a topic of them; records of versions that are not known are left out."""
    found = []
    for key, value in records.items():
        try:
            found.append(_checkpoint(key, value))
        except (struct.error, UnicodeDecodeError, ValueError):
            # A topic is what anybody writes to it. What is left out proves nothing, so it moves nobody.
            continue
    return found


def _checkpoint(key: bytes, value: bytes) -> Checkpoint:
    group, rest = _text(key)
    topic, rest = _text(rest)
    (partition,) = struct.unpack(">i", rest)
    version, upstream, downstream = struct.unpack_from(">hqq", value)
    if version != _VERSION:
        raise ValueError(f"version {version}")
    if partition < 0 or upstream < 0 or downstream < 0:
        raise ValueError("no position is negative")
    return Checkpoint(group, TopicPartition(topic, partition), upstream, downstream)


def _text(data: bytes) -> tuple[str, bytes]:
    """Split off a text with its length before it, as Kafka's protocol has it."""
    (length,) = struct.unpack_from(">h", data)
    if not 0 <= length <= len(data) - 2:
        raise ValueError(f"length {length}")
    return data[2 : 2 + length].decode("utf-8"), data[2 + length :]


def copied(records: Mapping[bytes, bytes], source: str) -> dict[TopicPartition, int]:
    """Return, of each partition of a source, the first offset that is not known to be copied.

    Args:
        records: Those of `source_offsets_topic`.
        source: Alias of the source; a Connect cluster may have several.
    """
    found: dict[TopicPartition, int] = {}
    for key, value in records.items():
        place, last = _source_partition(_json(key), source), _json(value)
        if place is not None and isinstance(last, dict) and type(last.get("offset")) is int and last["offset"] >= 0:
            found[place] = last["offset"] + 1
    return found


def _source_partition(key: Any, source: str) -> TopicPartition | None:
    match key:
        case [str(connector), {"cluster": str(cluster), "topic": str(topic), "partition": int(number)}]:
            if connector == _CONNECTOR and cluster == source:
                return TopicPartition(topic, number)
    return None


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None

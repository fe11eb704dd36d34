"""Reads messages: their timestamps, and the small logs in which mirrors keep their state.

Nothing is committed and no group is joined, so reading leaves no trace in the cluster.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kafka import KafkaConsumer
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaError
from kafka.structs import TopicPartition as _TopicPartition

from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.clients.kafka import PATIENCE_S, Cluster, connection
from hiera_kafka.errors import ClientError, Diagnostic

LOG_APPEND_TIME = "LogAppendTime"
"""What a topic says whose messages have the time at which the broker wrote them, whatever the producer gave."""
_LIMIT = "max.message.bytes"
_BATCH_BYTES = 61 + 7
"""What a batch of one message takes beside its key, value and headers, at least."""
_TIMESTAMP_TYPE = "message.timestamp.type"
_POLL_MS = 500
_APPENDED = 1
"""What kafka-python calls a timestamp that the broker gave."""


@dataclass(frozen=True, slots=True)
class Span:
    """What was found between two offsets of a partition.

    Attributes:
        messages: How many there are; fewer than offsets where the log has gaps.
        oldest_ms: The smallest timestamp among them, not that of the first; None when there are none, -1 when one has
            no timestamp.
        appended: Whether a broker gave any of the timestamps.
    """

    messages: int = 0
    oldest_ms: int | None = None
    appended: bool = False

    def with_message(self, timestamp_ms: int, *, appended: bool) -> Span:
        """Return the span with one message more."""
        oldest = timestamp_ms if self.oldest_ms is None else min(self.oldest_ms, timestamp_ms)
        return Span(self.messages + 1, oldest, self.appended or appended)


@dataclass(frozen=True, slots=True)
class Record:
    """One message.

    Attributes:
        offset: Where it is in its partition.
        timestamp_ms: Milliseconds since 1970, -1 for none.
        key: None for none.
        value: None for none.
    """

    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None


class ReadableCluster(Cluster):
    """A connection to a cluster whose messages can be read as well."""

    def timestamp_types(self, topics: Iterable[str]) -> dict[str, str]:
        """Return topic to its `message.timestamp.type`, as it is in force."""
        return self._in_force(topics, _TIMESTAMP_TYPE)

    def message_limits(self, topics: Iterable[str]) -> dict[str, int]:
        """Return topic to its `max.message.bytes`, as it is in force."""
        return {topic: int(value) for topic, value in self._in_force(topics, _LIMIT).items()}

    def _in_force(self, topics: Iterable[str], option: str) -> dict[str, str]:
        wanted = sorted(set(topics))
        if not wanted:
            return {}
        resources = [ConfigResource(ConfigResourceType.TOPIC, topic, {option: None}) for topic in wanted]  # type: ignore[no-untyped-call]  # kafka-python has no types
        found = self._ask(
            "for settings of topics", lambda admin: admin.describe_configs(resources, config_filter="all")
        )
        return {topic: str(found["topic"][topic][option]["value"]) for topic in wanted}

    def spans(self, ranges: Mapping[TopicPartition, Range]) -> dict[TopicPartition, Span]:
        """Return what is found in ranges of offsets, each from the first to before the last.

        Raises:
            ClientError: The brokers stop to answer, or a message cannot be read.
        """
        found = dict.fromkeys(ranges, Span())
        for partition, record in self._records(ranges):
            found[partition] = found[partition].with_message(
                record.timestamp, appended=record.timestamp_type == _APPENDED
            )
        return found

    def first(
        self, places: Mapping[TopicPartition, int], *, only_committed: bool = False
    ) -> dict[TopicPartition, Record | None]:
        """Return the first message at or after an offset of each partition; None where there is none.

        Args:
            places: Partition to offset.
            only_committed: Whether messages of transactions count only once these are committed.

        Raises:
            ClientError: As above.
        """
        found: dict[TopicPartition, Record | None] = dict.fromkeys(places)
        ranges = self.ranges(places)
        stable = self.stable_ends(places) if only_committed else {}
        spans = {
            partition: Range(max(offset, ranges[partition].earliest), stable.get(partition, ranges[partition].latest))
            for partition, offset in places.items()
        }
        for partition, record in self._records(spans, one=True, only_committed=only_committed):
            found[partition] = Record(record.offset, record.timestamp, record.key, record.value)
        return found

    def first_above(
        self, ranges: Mapping[TopicPartition, Range], limits: Mapping[str, int]
    ) -> dict[TopicPartition, tuple[int, int]]:
        """Return offset and size of the first message of each range that is larger than its topic's limit, in bytes.

        The size is that of a batch which holds nothing else and is not compressed; partitions without one are left out.

        Raises:
            ClientError: As above.
        """
        found: dict[TopicPartition, tuple[int, int]] = {}
        for partition, record in self._records(ranges):
            headers = sum(len(name.encode()) + len(value or b"") for name, value in record.headers)
            size = _BATCH_BYTES + len(record.key or b"") + len(record.value or b"") + headers
            if size > limits[partition.topic]:
                found.setdefault(partition, (record.offset, size))
        return found

    def newest(self, topic: str) -> dict[bytes, bytes]:
        """Return key to newest value of a topic that keeps one of each; a key without a value is left out.

        Empty for a topic that the cluster does not have.

        Raises:
            ClientError: As above.
        """
        places = [TopicPartition(topic, number) for number in self.topics().get(topic, ())]
        found: dict[bytes, bytes] = {}
        for _, record in self._records(self.ranges(places)):
            if record.key is not None and record.value is not None:
                found[record.key] = record.value
            else:
                found.pop(record.key, None)
        return found

    def _records(
        self, ranges: Mapping[TopicPartition, Range], *, one: bool = False, only_committed: bool = False
    ) -> Iterator[tuple[TopicPartition, Any]]:
        """Give the records of ranges, or the first of each; those of one partition in order."""
        left = {
            _TopicPartition(*partition): wanted.latest
            for partition, wanted in ranges.items()
            if wanted.earliest < wanted.latest
        }
        if not left:
            return
        with contextlib.closing(self._consumer(only_committed)) as consumer, self._as_client_errors():
            consumer.assign(list(left))
            for theirs in left:
                consumer.seek(theirs, ranges[TopicPartition(*theirs)].earliest)
            deadline = time.monotonic() + PATIENCE_S
            while left:
                places = {theirs: consumer.position(theirs) for theirs in left}
                for theirs, records in consumer.poll(_POLL_MS).items():
                    partition = TopicPartition(*theirs)
                    wanted = [record for record in records if record.offset < ranges[partition].latest]
                    yield from ((partition, record) for record in (wanted[:1] if one else wanted))
                    if one and wanted:
                        left[theirs] = wanted[0].offset
                moved = {theirs: consumer.position(theirs) for theirs in left}
                if moved != places:
                    deadline = time.monotonic() + PATIENCE_S
                elif time.monotonic() > deadline:
                    raise ClientError(self._silent(left))
                # The position also passes what is no message: ends of transactions, and gaps of compacted logs.
                done = [theirs for theirs, end in left.items() if moved[theirs] >= end]
                for theirs in done:
                    del left[theirs]
                consumer.pause(*done)

    def _consumer(self, only_committed: bool) -> Any:
        with self._as_client_errors():
            return KafkaConsumer(  # type: ignore[no-untyped-call]  # kafka-python has no types
                **connection(self._endpoints, self._via),
                group_id=None,
                isolation_level="read_committed" if only_committed else "read_uncommitted",
                enable_auto_commit=False,
                # An offset that no longer exists must be an error: reading on elsewhere would count other messages.
                auto_offset_reset="none",
                # Brokers check each message as it is written; doing so again here, in Python, takes most of the time.
                check_crcs=False,
                max_poll_records=10_000,
                exclude_internal_topics=False,
            )

    @contextlib.contextmanager
    def _as_client_errors(self) -> Iterator[None]:
        """Turn what the client library raises into messages.

        Raises:
            ClientError: It raised something.
        """
        try:
            yield
        except (KafkaError, OSError, AssertionError) as error:
            raise ClientError(self._refusal("for messages", error)) from error

    def _silent(self, left: Iterable[tuple[str, int]]) -> Diagnostic:
        named = ", ".join(str(TopicPartition(*place)) for place in sorted(left))
        return Diagnostic(
            "cluster-not-answering",
            f"brokers of {self.bootstrap_servers} sent no message of {named} for {PATIENCE_S:.0f} s",
            hint="look whether these partitions have a leader",
        )

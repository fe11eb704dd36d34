"""Writes single records and reads them again: assigned partitions, no group, nothing committed, no transaction.

A writer and a reader leave nothing in a cluster but the records. Neither makes a topic by asking for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError
from kafka.structs import TopicPartition as _TopicPartition

from hiera_kafka.clients.bootstrap import opened_or_closed
from hiera_kafka.clients.kafka import connection
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.model.endpoints import Endpoints, bootstrap_servers

_REQUEST_S = 5.0
"""How long a broker may take to answer one request; also how long to acknowledge one record."""
_PAUSE_S = 0.1
_POLL_MS = 200


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record that was read.

    Attributes:
        key: Its key.
        value: Its value; None for none.
        at_s: When it had been read, on the monotonic clock.
    """

    key: bytes
    value: bytes | None
    at_s: float


class RecordWriter:
    """Writes records, each acknowledged by all replicas in sync; a context manager."""

    def __init__(self, endpoints: Endpoints, via: str | None = None) -> None:
        """Connect.

        Args:
            endpoints: Where to begin; records go to where these brokers say that the leaders are.
            via: URL of a SOCKS proxy, None for none.

        Raises:
            ClientError: None answers.
        """
        self._servers = bootstrap_servers(endpoints)
        try:
            with opened_or_closed() as client:
                self._producer: Any = KafkaProducer(  # type: ignore[no-untyped-call]  # kafka-python has no types
                    **connection(endpoints, via),
                    kafka_client=client,
                    acks="all",
                    # An idempotent producer would take an id from the cluster, which keeps count of them.
                    enable_idempotence=False,
                    # Records are sent again by `write`, which then knows what the last refusal was.
                    retries=0,
                    allow_auto_create_topics=False,
                    request_timeout_ms=int(_REQUEST_S * 1000),
                    delivery_timeout_ms=int(_REQUEST_S * 1000),
                    max_block_ms=int(_REQUEST_S * 1000),
                    metrics_enabled=False,
                )
        except (KafkaError, OSError, ValueError) as error:
            raise ClientError(_silent(self._servers, error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._producer.close(timeout=_REQUEST_S)

    def prepare(self, topic: str) -> None:
        """Learn where the leaders of a topic are, so that writing does not begin with it.

        Raises:
            ClientError: The brokers do not say.
        """
        try:
            self._producer.partitions_for(topic)
        except (KafkaError, OSError) as error:
            raise ClientError(_refusal(self._servers, f"about topic {topic}", error)) from error

    def write(self, topic: str, partition: int, key: bytes, value: bytes, until_s: float) -> float:
        """Write a record, again where that fails for a passing reason, and return when it was first tried.

        Args:
            topic: Where to.
            partition: Which of its partitions.
            key: Its key.
            value: Its value.
            until_s: When to give up, on the monotonic clock; the returned time is on the same.

        Raises:
            ClientError: The brokers did not acknowledge it.
        """
        begun = time.monotonic()
        while True:
            try:
                self._producer.send(topic, value, key=key, partition=partition).get(timeout=_REQUEST_S)
            except (KafkaError, OSError, AssertionError) as error:
                if not getattr(error, "retriable", False) or time.monotonic() + _PAUSE_S > until_s:
                    where = f"to write to partition {partition} of {topic}"
                    raise ClientError(_refusal(self._servers, where, error)) from error
                time.sleep(_PAUSE_S)
            else:
                return begun


class RecordReader:
    """Reads what is written to partitions from now on; a context manager."""

    def __init__(self, endpoints: Endpoints, via: str | None = None) -> None:
        """Connect.

        Args:
            endpoints: Where to begin; records are read from where these brokers say that the leaders are.
            via: URL of a SOCKS proxy, None for none.

        Raises:
            ClientError: None answers.
        """
        self._servers = bootstrap_servers(endpoints)
        try:
            with opened_or_closed() as client:
                self._consumer: Any = KafkaConsumer(  # type: ignore[no-untyped-call]  # kafka-python has no types
                    **connection(endpoints, via),
                    kafka_client=client,
                    group_id=None,
                    enable_auto_commit=False,
                    auto_offset_reset="latest",
                    allow_auto_create_topics=False,
                    request_timeout_ms=int(_REQUEST_S * 1000),
                    metrics_enabled=False,
                )
        except (KafkaError, OSError, ValueError) as error:
            raise ClientError(_silent(self._servers, error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._consumer.close(autocommit=False)

    def begin(self, topic: str, partitions: Iterable[int]) -> None:
        """Take the ends of partitions as where reading begins.

        Raises:
            ClientError: The brokers do not say where they end.
        """
        wanted = [_TopicPartition(topic, number) for number in partitions]
        try:
            self._consumer.assign(wanted)
            for place, offset in self._consumer.end_offsets(wanted, timeout_ms=int(_REQUEST_S * 1000)).items():
                self._consumer.seek(place, offset)
        except (KafkaError, OSError, AssertionError) as error:
            raise ClientError(_refusal(self._servers, f"where partitions of {topic} end", error)) from error

    def arrivals(self, wanted: Iterable[bytes], until_s: float) -> Iterator[Arrival]:
        """Yield records with wanted keys as they are read, each key once, until there is none left or time is over.

        Args:
            wanted: Keys.
            until_s: When to give up, on the monotonic clock.

        Raises:
            ClientError: The brokers refuse to be read.
        """
        left = set(wanted)
        while left and (wait_s := until_s - time.monotonic()) > 0:
            try:
                polled: Mapping[Any, Any] = self._consumer.poll(min(_POLL_MS, int(wait_s * 1000) + 1))
            except (KafkaError, OSError, AssertionError) as error:
                raise ClientError(_refusal(self._servers, "for records", error)) from error
            now = time.monotonic()
            for record in (record for records in polled.values() for record in records):
                if record.key in left:
                    left.remove(record.key)
                    yield Arrival(record.key, record.value, now)


def _silent(servers: str, error: Exception) -> Diagnostic:
    return Diagnostic("cluster-not-answering", f"{servers} does not answer: {error}")


def _refusal(servers: str, what: str, error: Exception) -> Diagnostic:
    name = type(error).__name__.removesuffix("Error")
    return Diagnostic("cluster-refuses", f"{servers} refuses, asked {what}: {name}: {error}")

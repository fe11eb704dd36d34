"""Asks a Kafka broker, over a plain socket, what it knows of its cluster.

The host has no client library, and starting Kafka's own tools takes a second and a half for each question.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.codec import (
    Connection,
    ProtocolError,
    Reader,
    frame,
    unframe,
)

__all__ = [
    "METADATA",
    "METADATA_VERSION",
    "Metadata",
    "ProtocolError",
    "RegisteredBroker",
    "decode_metadata_response",
    "encode_metadata_request",
    "kafka_metadata",
    "read_metadata",
]

METADATA = 3
METADATA_VERSION = 5
"""The highest that Kafka 1.1 knows and a version that 4.x still serves; from 4 on a question makes no topic."""


@dataclass(frozen=True)
class RegisteredBroker:
    """One registered broker, at the address it advertises."""

    id: int
    host: str
    port: int


@dataclass(frozen=True)
class Metadata:
    """What a broker knows of its cluster."""

    brokers: tuple[RegisteredBroker, ...]
    controller: int | None


def kafka_metadata(address: str, port: int) -> Metadata:
    """Return what the broker at `address` knows of its cluster.

    Raises:
        OSError: When nothing listens there or answers in time.
        ProtocolError: When what listens there is no Kafka broker.
    """
    with Connection(address, port) as connection:
        return decode_metadata_response(connection.ask(encode_metadata_request()))


def encode_metadata_request() -> bytes:
    """Return the question for all brokers and no topic, with its length before it."""
    return frame(METADATA, METADATA_VERSION, struct.pack(">i?", 0, False))


def decode_metadata_response(answer: bytes) -> Metadata:
    """Return the brokers of an answer, which comes without its length.

    Raises:
        ProtocolError: When it is no answer to our question.
    """
    return read_metadata(unframe(answer))


def read_metadata(reader: Reader) -> Metadata:
    """Return the brokers at the front of an answer; the topics are left to be read.

    Raises:
        ProtocolError: When there are none.
    """
    reader.integer()  # time that the broker throttled us

    def broker() -> RegisteredBroker:
        found = RegisteredBroker(reader.integer(), reader.text() or "", reader.integer())
        reader.text()  # rack
        return found

    brokers = reader.array(broker)
    reader.text()  # cluster id
    controller = reader.integer()
    return Metadata(tuple(brokers), controller if controller >= 0 else None)

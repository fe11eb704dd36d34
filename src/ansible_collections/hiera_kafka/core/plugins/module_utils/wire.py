"""Asks ZooKeeper and Kafka, over a plain socket, what they say of themselves.

The host has no client library, and starting Kafka's own tools takes a second and a half for each question.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

_CONNECT_S = 2.0
_ANSWER_S = 5.0
_ANSWER_LIMIT = 4 * 1024 * 1024
"""Bytes; the metadata of a thousand brokers without topics is a fraction of it."""

_METADATA = 3
_METADATA_VERSION = 5
"""The highest that Kafka 1.1 knows and a version that 4.x still serves; from 4 on a question makes no topic."""
_CORRELATION = 0x68696B61


class ProtocolError(Exception):
    """What came back is not what the protocol says."""


@dataclass(frozen=True)
class Broker:
    """One registered broker, at the address it advertises."""

    id: int
    host: str
    port: int


@dataclass(frozen=True)
class Metadata:
    """What a broker knows of its cluster."""

    brokers: tuple[Broker, ...]
    controller: int | None


def four_letter_word(address: str, port: int, word: str) -> str:
    """Return ZooKeeper's answer to a four-letter word.

    Raises:
        OSError: When nothing listens there or answers in time.
    """
    with socket.create_connection((address, port), timeout=_CONNECT_S) as connection:
        connection.settimeout(_ANSWER_S)
        connection.sendall(word.encode())
        answer = b""
        while len(answer) < _ANSWER_LIMIT and (part := connection.recv(65536)):
            answer += part
    return answer.decode(errors="replace")


def zookeeper_mode(answer: str) -> str | None:
    """Return `leader`, `follower`, `observer` or `standalone` of an answer to `srvr`, None when it does not serve."""
    for line in answer.splitlines():
        name, colon, value = line.partition(":")
        if colon and name == "Mode":
            return value.strip()
    return None


def kafka_metadata(address: str, port: int) -> Metadata:
    """Return what the broker at `address` knows of its cluster.

    Raises:
        OSError: When nothing listens there or answers in time.
        ProtocolError: When what listens there is no Kafka broker.
    """
    with socket.create_connection((address, port), timeout=_CONNECT_S) as connection:
        connection.settimeout(_ANSWER_S)
        connection.sendall(encode_metadata_request())
        (size,) = struct.unpack(">i", _receive(connection, 4))
        if not 0 < size <= _ANSWER_LIMIT:
            raise ProtocolError(f"an answer of {size} bytes")
        return decode_metadata_response(_receive(connection, size))


def encode_metadata_request() -> bytes:
    """Return the question for all brokers and no topic, with its length before it."""
    client = b"hiera-kafka"
    head = struct.pack(">hhih", _METADATA, _METADATA_VERSION, _CORRELATION, len(client)) + client
    body = struct.pack(">i?", 0, False)
    return struct.pack(">i", len(head) + len(body)) + head + body


def decode_metadata_response(answer: bytes) -> Metadata:
    """Return the brokers of an answer, which comes without its length.

    Raises:
        ProtocolError: When it is no answer to our question.
    """
    reader = _Reader(answer)
    if reader.integer() != _CORRELATION:
        raise ProtocolError("an answer to another question")
    reader.integer()  # time that the broker throttled us
    brokers = []
    for _ in range(reader.integer()):
        brokers.append(Broker(reader.integer(), reader.text() or "", reader.integer()))
        reader.text()  # rack
    reader.text()  # cluster id
    controller = reader.integer()
    return Metadata(tuple(brokers), controller if controller >= 0 else None)


class _Reader:
    """Takes one value after the other from the front of an answer."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)

    def integer(self) -> int:
        return int(struct.unpack(">i", self._take(4))[0])

    def text(self) -> str | None:
        (length,) = struct.unpack(">h", self._take(2))
        return None if length < 0 else bytes(self._take(length)).decode(errors="replace")

    def _take(self, count: int) -> memoryview:
        if count > len(self._data):
            raise ProtocolError("an answer that ends in the middle")
        taken, self._data = self._data[:count], self._data[count:]
        return taken


def _receive(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ProtocolError("the connection was closed before an answer came")
        data += part
    return data

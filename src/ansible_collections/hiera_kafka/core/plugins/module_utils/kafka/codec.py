"""Kafka's wire protocol below its messages: framing, the values in a message, and one connection that asks."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, TypeVar

CONNECT_S = 2.0
ANSWER_S = 5.0
SMALL_ANSWER = 4 * 1024 * 1024
"""Bytes; the metadata of a thousand brokers without topics is a fraction of it."""
LARGE_ANSWER = 64 * 1024 * 1024
"""Bytes; a hundred thousand partitions with names of full length and three replicas each fit."""
CORRELATION = 0x68696B61

_CLIENT = b"hiera-kafka"
_VARINT_BYTES = 5

T = TypeVar("T")


class ProtocolError(Exception):
    """What came back is not what the protocol says."""


class Reader:
    """Takes one value after the other from the front of an answer; every method may raise ProtocolError."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    def byte(self) -> int:
        """Return an int8."""
        return int(struct.unpack(">b", self._take(1))[0])

    def flag(self) -> bool:
        """Return a boolean."""
        return self.byte() != 0

    def short(self) -> int:
        """Return an int16."""
        return int(struct.unpack(">h", self._take(2))[0])

    def integer(self) -> int:
        """Return an int32."""
        return int(struct.unpack(">i", self._take(4))[0])

    def integers(self) -> tuple[int, ...]:
        """Return an array of int32."""
        return self._integers(self._checked(self.integer(), 4))

    def text(self) -> str | None:
        """Return a string, None for null."""
        return self._text(self.short())

    def data(self) -> bytes:
        """Return bytes that mean something to others only, null as none."""
        return bytes(self._take(self._checked(self.integer(), 1)))

    def array(self, item: Callable[[], T]) -> list[T]:
        """Return an array, null as an empty one; `item` takes one element."""
        return [item() for _ in range(self._checked(self.integer(), 1))]

    def varint(self) -> int:
        """Return an unsigned number of variable length."""
        value = 0
        for place in range(_VARINT_BYTES):
            part = self._take(1)[0]
            value |= (part & 0x7F) << (7 * place)
            if part < 0x80:
                return value
        raise ProtocolError("a number that does not end")

    def compact_text(self) -> str | None:
        """Return a string of the flexible encoding, None for null."""
        return self._text(self.varint() - 1)

    def compact_array(self, item: Callable[[], T]) -> list[T]:
        """Return an array of the flexible encoding, null as an empty one."""
        return [item() for _ in range(self._checked(self.varint() - 1, 1))]

    def compact_integers(self) -> tuple[int, ...]:
        """Return an array of int32 of the flexible encoding."""
        return self._integers(self._checked(self.varint() - 1, 4))

    def tags(self) -> None:
        """Take the tagged fields at the end of a structure of the flexible encoding; none is for us."""
        for _ in range(self._checked(self.varint(), 2)):
            self.varint()
            self._take(self.varint())

    def _integers(self, count: int) -> tuple[int, ...]:
        return struct.unpack(f">{count}i", self._take(4 * count))

    def _text(self, length: int) -> str | None:
        return None if length < 0 else bytes(self._take(length)).decode(errors="replace")

    def _checked(self, count: int, size: int) -> int:
        # A count from the network must not reserve memory that no answer of this size can fill.
        if count * size > len(self._data) - self._at:
            raise ProtocolError("an answer that ends in the middle")
        return max(0, count)

    def _take(self, count: int) -> memoryview:
        if count > len(self._data) - self._at:
            raise ProtocolError("an answer that ends in the middle")
        self._at += count
        return self._data[self._at - count : self._at]


def frame(api: int, version: int, body: bytes, *, flexible: bool = False) -> bytes:
    """Return a request with its header, and its length before it.

    Args:
        api: Number of the question.
        version: Version of its encoding.
        body: The question itself.
        flexible: Whether this version of the question has tagged fields.
    """
    head = struct.pack(">hhih", api, version, CORRELATION, len(_CLIENT)) + _CLIENT + (b"\0" if flexible else b"")
    return struct.pack(">i", len(head) + len(body)) + head + body


def unframe(answer: bytes, *, flexible: bool = False) -> Reader:
    """Return a reader at the body of an answer, which comes without its length.

    Raises:
        ProtocolError: When it is no answer to our question.
    """
    reader = Reader(answer)
    if reader.integer() != CORRELATION:
        raise ProtocolError("an answer to another question")
    if flexible:
        reader.tags()
    return reader


def encode_text(value: str) -> bytes:
    """Return a string as it stands in a request."""
    data = value.encode()
    return struct.pack(">h", len(data)) + data


def encode_array(items: Sequence[bytes]) -> bytes:
    """Return an array of encoded items."""
    return struct.pack(">i", len(items)) + b"".join(items)


class Connection:
    """One connection to one broker, without encryption or login.

    Raises:
        OSError: When nothing listens there or answers in time.
    """

    def __init__(self, address: str, port: int, *, limit: int = SMALL_ANSWER) -> None:
        self._limit = limit
        self._socket = socket.create_connection((address, port), timeout=CONNECT_S)
        self._socket.settimeout(ANSWER_S)

    def __enter__(self) -> Self:
        return self

    @property
    def own_address(self) -> str:
        """The address that the other end sees us at, unless somebody between translates it."""
        return str(self._socket.getsockname()[0])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def ask(self, request: bytes) -> bytes:
        """Send a framed request and return the answer without its length.

        Raises:
            OSError: When no answer comes in time.
            ProtocolError: When what listens there is no Kafka broker, or hangs up on the question.
        """
        self._socket.sendall(request)
        (size,) = struct.unpack(">i", self._receive(4))
        if not 0 < size <= self._limit:
            raise ProtocolError(f"an answer of {size} bytes")
        return self._receive(size)

    def _receive(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            part = self._socket.recv(min(count - len(data), 1 << 20))
            if not part:
                raise ProtocolError("the connection was closed before an answer came")
            data += part
        return bytes(data)

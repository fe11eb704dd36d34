"""Reads nodes of ZooKeeper over a session of its own protocol; hosts have no client library.

What is asked is bounded, and so is what is taken of an answer: whatever listens there may say anything.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Self

CONNECT_S = 2.0
_SESSION_MS = 10_000
_LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes; ZooKeeper's own limit is one MiB unless somebody raised it."""
_AT_ONCE = 200
"""Questions that are on their way at the same time; their answers fit into buffers, so nobody waits for the other."""

_GET_DATA, _GET_CHILDREN, _SYNC, _CLOSE = 4, 8, 9, -11
_NO_NODE, _NO_AUTH, _AUTH_FAILED, _NEEDS_SASL = -101, -102, -115, -124
_PASSWORD_BYTES = 16


class NodesError(Exception):
    """What came back is not what ZooKeeper's protocol says, or says that it cannot be done."""


class DeniedError(NodesError):
    """ZooKeeper serves, and does not show the node to somebody without a login."""


class NodeAnswer:
    """Takes one value after the other from the front of an answer; every method may raise NodesError."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def integer(self) -> int:
        """Return an int of four bytes."""
        return int(struct.unpack(">i", self._take(4))[0])

    def data(self) -> bytes:
        """Return bytes with their length before them, null as none."""
        return self._take(max(0, self.integer()))

    def texts(self) -> list[str]:
        """Return a vector of strings, null as an empty one."""
        return [self.data().decode(errors="replace") for _ in range(self.integer())]

    def _take(self, count: int) -> bytes:
        if count > len(self._content) - self._at:
            raise NodesError("an answer that ends in the middle")
        self._at += count
        return self._content[self._at - count : self._at]


class Nodes:
    """A session with one member of an ensemble, which serves clients.

    Args:
        servers: Host and port of each member; the first that serves is asked.
        seconds: How long everything that is asked may take together.

    Raises:
        OSError: None of them serves.
        NodesError: What listens there is no ZooKeeper.
        DeniedError: It wants a login.
    """

    def __init__(self, servers: Sequence[tuple[str, int]], seconds: float) -> None:
        self._deadline = time.monotonic() + seconds
        self._number = 0
        self._connection, self.server = self._served(servers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The session ends with its time-out where ZooKeeper does not hear of it.
        with self._connection, contextlib.suppress(OSError):
            self._send(struct.pack(">ii", self._next(), _CLOSE))

    def sync(self, path: str) -> None:
        """Have the member catch up with its leader, so that what is read next is not of before.

        Raises:
            OSError: There is no answer in time.
            NodesError: It is no proper answer.
        """
        list(self._asked(_SYNC, [path]))

    def data(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """Return the content of each node, None for one that does not exist.

        Raises:
            DeniedError: A node is not shown without a login.
            OSError: There is no answer in time.
            NodesError: It is no proper answer.
        """
        listed = list(paths)
        answers = self._asked(_GET_DATA, listed)
        return {path: None if answer is None else answer.data() for path, answer in zip(listed, answers, strict=True)}

    def children(self, path: str) -> list[str] | None:
        """Return the names below a node, in order, None where it does not exist; raises what `data` does."""
        (answer,) = self._asked(_GET_CHILDREN, [path])
        return None if answer is None else sorted(answer.texts())

    def _served(self, servers: Sequence[tuple[str, int]]) -> tuple[socket.socket, str]:
        faults = []
        for host, port in servers:
            try:
                return self._session(host, port), f"{host}:{port}"
            except OSError as error:
                faults.append(f"{host}:{port}: {error.strerror or error}")
        raise ConnectionError("; ".join(faults))

    def _session(self, host: str, port: int) -> socket.socket:
        self._connection = socket.create_connection((host, port), timeout=min(CONNECT_S, self._left()))
        try:
            # Version 0, last transaction seen 0, time-out, no session yet, no password yet, and not read-only.
            self._send(struct.pack(">iqiqi", 0, 0, _SESSION_MS, 0, _PASSWORD_BYTES) + bytes(_PASSWORD_BYTES) + b"\0")
            answer = self._received()
            answer.integer()
            # A session that is refused has a time-out of nothing.
            if answer.integer() <= 0:
                raise ConnectionError("gives no session")
        except BaseException:
            self._connection.close()
            raise
        return self._connection

    def _asked(self, question: int, paths: Sequence[str]) -> Iterator[NodeAnswer | None]:
        """Yield what follows the header of each answer, None for a node that does not exist."""
        for at in range(0, len(paths), _AT_ONCE):
            asked = {self._next(): path for path in paths[at : at + _AT_ONCE]}
            self._send(*(_question(number, question, path) for number, path in asked.items()))
            for number, path in asked.items():
                answer = self._received()
                if answer.integer() != number:
                    raise NodesError("ZooKeeper answers another question")
                answer.integer(), answer.integer()  # the transaction, of eight bytes
                error = answer.integer()
                if error in (_NO_AUTH, _AUTH_FAILED, _NEEDS_SASL):
                    raise DeniedError(f"ZooKeeper does not show {path} without a login (its error {error})")
                if error not in (0, _NO_NODE):
                    raise NodesError(f"ZooKeeper's error {error} for {path}")
                yield None if error else answer

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _send(self, *messages: bytes) -> None:
        self._connection.settimeout(self._left())
        self._connection.sendall(b"".join(struct.pack(">i", len(message)) + message for message in messages))

    def _received(self) -> NodeAnswer:
        (length,) = struct.unpack(">i", self._bytes(4))
        if not 0 <= length <= _LARGEST_ANSWER:
            raise NodesError(f"an answer of {length} bytes")
        return NodeAnswer(self._bytes(length))

    def _bytes(self, count: int) -> bytes:
        parts, missing = [], count
        while missing:
            self._connection.settimeout(self._left())
            part = self._connection.recv(min(missing, 65536))
            if not part:
                raise ConnectionError("closes the connection, as a member without a quorum does")
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("no answer in time")
        return left


def servers_of(connect: str) -> tuple[list[tuple[str, int]], str]:
    """Return host and port of each member, and the path, of a `zookeeper.connect`; the path of none is empty."""
    hosts, _, path = connect.partition("/")
    pairs = (entry.rpartition(":") for entry in hosts.split(","))
    return [
        (host.removeprefix("[").removesuffix("]"), int(port)) for host, _, port in pairs
    ], f"/{path}" if path else ""


def _question(number: int, question: int, path: str) -> bytes:
    text = path.encode()
    watch = b"" if question == _SYNC else b"\0"
    return struct.pack(">iii", number, question, len(text)) + text + watch

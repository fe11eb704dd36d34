"""A server of ZooKeeper's protocol with nodes that a test chooses, also such as neither Kafka nor ZooKeeper writes."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator, Mapping

_GET_DATA = 4
_SYNC = 9


@contextlib.contextmanager
def served(*trees: Mapping[str, bytes]) -> Iterator[tuple[str, int]]:
    """Give the address of a server: its first session sees the first of the nodes, and so on, later ones the last."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve, args=(server, trees))
        thread.start()
        try:
            yield server.getsockname()
        finally:
            server.shutdown(socket.SHUT_RDWR)  # ends the wait for a session
            thread.join()


def _serve(server: socket.socket, trees: tuple[Mapping[str, bytes], ...]) -> None:
    left = list(trees)
    # Closing is how a test ends it.
    with contextlib.suppress(OSError):
        while True:
            connection, _ = server.accept()
            _session(connection, left.pop(0) if len(left) > 1 else left[0])


def _session(connection: socket.socket, tree: Mapping[str, bytes]) -> None:
    with connection, connection.makefile("rb") as asked:
        begun = False
        while head := asked.read(4):
            request = asked.read(*struct.unpack(">i", head))
            if not begun:
                begun = True
                connection.sendall(_text(struct.pack(">iiqi", 0, 10_000, 7, 16) + bytes(17)))
            elif len(request) == 8:
                return  # the session is closed
            else:
                connection.sendall(_text(_answer(request, tree)))


def _answer(request: bytes, tree: Mapping[str, bytes]) -> bytes:
    number, kind, length = struct.unpack_from(">iii", request)
    path = request[12 : 12 + length].decode()
    if kind == _GET_DATA:
        content = _text(tree[path]) if path in tree else None
    elif kind == _SYNC:
        content = _text(path.encode())
    else:
        below = (name.removeprefix(f"{path}/") for name in tree if name.startswith(f"{path}/"))
        names = sorted({name.partition("/")[0].encode() for name in below})
        content = struct.pack(">i", len(names)) + b"".join(map(_text, names)) if names else None
    return struct.pack(">iqi", number, 1, 0 if content is not None else -101) + (content or b"")


def _text(content: bytes) -> bytes:
    return struct.pack(">i", len(content)) + content

"""What is made of ZooKeeper's answers, and of those that are none; real ones are in tests of clusters."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.zookeeper.nodes import (
    DeniedError,
    Nodes,
    NodesError,
    servers_of,
)

SESSION = struct.pack(">iiqi", 0, 10_000, 7, 16) + bytes(16) + b"\0"


def message(content: bytes) -> bytes:
    return struct.pack(">i", len(content)) + content


def answer(number: int, content: bytes = b"", error: int = 0) -> bytes:
    return message(struct.pack(">iqi", number, 99, error) + content)


@contextlib.contextmanager
def saying(*parts: bytes, hold: bool = False) -> Iterator[tuple[str, int]]:
    """Give the address of a server that says this to one client, whatever it asks, and then closes."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65536)
                for part in parts:
                    connection.sendall(part)
                if hold:
                    done.wait(10)
                else:
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()
        finally:
            done.set()
            thread.join()


def test_a_connection_string_has_members_and_a_path() -> None:
    assert servers_of("zk1:2181,[::1]:2182/kafka/a") == ([("zk1", 2181), ("::1", 2182)], "/kafka/a")
    assert servers_of("zk1:2181") == ([("zk1", 2181)], "")


def test_nodes_are_read_and_missing_ones_are_none() -> None:
    names = struct.pack(">i", 2) + message(b"b") + message(b"a")
    said = (message(SESSION), answer(1, message(b"x")), answer(2, error=-101), answer(3, names))
    with saying(*said) as server, Nodes([server], 5) as nodes:
        assert nodes.data(["/a", "/b"]) == {"/a": b"x", "/b": None}
        assert nodes.children("/") == ["a", "b"]
        assert nodes.server == f"127.0.0.1:{server[1]}"


@pytest.mark.parametrize("error", [-102, -115, -124])
def test_what_needs_a_login_is_denied(error: int) -> None:
    denied = pytest.raises(DeniedError, match="does not show /a without a login")
    with saying(message(SESSION), answer(1, error=error)) as server, Nodes([server], 5) as nodes, denied:
        nodes.data(["/a"])


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(answer(2), id="the answer of another question"),
        pytest.param(answer(1, error=-3), id="an error"),
        pytest.param(message(b"\0\0"), id="half a header"),
        pytest.param(answer(1, struct.pack(">i", 2**31 - 1)), id="a content longer than its answer"),
        pytest.param(struct.pack(">i", 2**31 - 1), id="an answer without end"),
        pytest.param(struct.pack(">i", -5), id="an answer of less than nothing"),
    ],
)
@pytest.mark.parametrize("ask", [lambda nodes: nodes.data(["/a"]), lambda nodes: nodes.children("/a")])
def test_what_is_no_answer_is_refused(said: bytes, ask: Callable[[Nodes], object]) -> None:
    with saying(message(SESSION), said) as server, Nodes([server], 5) as nodes, pytest.raises(NodesError):
        ask(nodes)


def test_a_member_without_a_quorum_is_passed_over() -> None:
    with (
        saying() as closing,
        saying(message(struct.pack(">iiqi", 0, 0, 0, 0))) as refusing,
        saying(message(SESSION)) as serving,
        Nodes([closing, refusing, serving], 5) as nodes,
    ):
        assert nodes.server == f"127.0.0.1:{serving[1]}"
    with saying() as closing, pytest.raises(ConnectionError, match="closes the connection, as a member without"):
        Nodes([closing], 5)


def test_what_never_answers_is_waited_for_no_longer_than_allowed() -> None:
    began = time.monotonic()
    with saying(message(SESSION), hold=True) as server, Nodes([server], 0.5) as nodes, pytest.raises(TimeoutError):
        nodes.data(["/a"])
    assert time.monotonic() - began < 5

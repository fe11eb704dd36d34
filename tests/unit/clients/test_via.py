"""The client's side of SOCKS 5; tests of clients.ssh.proxy have both sides."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hiera_kafka.clients import via
from hiera_kafka.clients.via import ProxyAddress


@contextmanager
def _answering(*answers: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Give the URL of a server that reads once before each of its answers, and what it read."""
    heard: list[bytes] = []

    def serve() -> None:
        made, _ = listener.accept()
        with made:
            for answer in answers:
                heard.append(made.recv(1000))
                made.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"socks5h://me:p%40ss@127.0.0.1:{listener.getsockname()[1]}", heard
        thread.join()


def test_a_proxy_is_logged_in_to_and_asked_for_a_name() -> None:
    with _answering(b"\x05\x02", b"\x01\x00", b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00rest") as (url, heard):
        made = via.connect(url, ("kafka1.example.org", 9092), 5)
        with made:
            assert made.recv(10) == b"rest"

    assert heard == [b"\x05\x01\x02", b"\x01\x02me\x04p@ss", b"\x05\x01\x00\x03\x12kafka1.example.org\x23\x84"]


@pytest.mark.parametrize(
    ("host", "sent"),
    [
        ("10.0.0.1", b"\x05\x01\x00\x01\x0a\x00\x00\x01\x08\x85"),
        ("::1", b"\x05\x01\x00\x04" + bytes(15) + b"\x01\x08\x85"),
    ],
)
def test_addresses_are_sent_as_such(host: str, sent: bytes) -> None:
    with _answering(b"\x05\x02", b"\x01\x00", b"\x05\x00\x00\x04" + bytes(18)) as (url, heard):
        via.connect(url, (host, 2181), 5).close()

    assert heard[2] == sent


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ((b"\x05\xff",), "another login"),
        ((b"\x05\x02", b"\x01\x01"), "refuses the login"),
        ((b"\x05\x02", b"\x01\x00", b"\x05\x05\x00\x01"), "does not get to kafka1:9092"),
        ((b"\x05",), "ends early"),
    ],
)
def test_a_refusal_is_an_error(answers: tuple[bytes, ...], why: str) -> None:
    with _answering(*answers) as (url, _), pytest.raises(OSError, match=why):
        via.connect(url, ("kafka1", 9092), 5)


@pytest.mark.parametrize(
    "url", ["", "socks5://u:secret@127.0.0.1:1", "socks5h://127.0.0.1:1", "socks5h://u:secret@127.0.0.1"]
)
def test_what_is_no_proxy_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(ValueError, match="a proxy is given as") as caught:
        ProxyAddress.parse(url)
    assert "secret" not in str(caught.value)

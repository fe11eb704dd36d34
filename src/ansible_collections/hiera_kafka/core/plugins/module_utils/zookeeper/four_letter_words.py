"""Asks ZooKeeper, over a plain socket, what it says of itself."""

from __future__ import annotations

import socket
import time

_CONNECT_S = 2.0
_ANSWER_S = 5.0
_LONGEST_ANSWER = 4 * 1024 * 1024
"""Bytes; what a member says of itself is a few thousand."""


def ask(address: str, port: int, word: str, answer_s: float = _ANSWER_S) -> str:
    """Return ZooKeeper's answer to a four-letter word.

    Args:
        address: Where it listens.
        port: Its port for clients.
        word: Such as `srvr`.
        answer_s: How long its whole answer may take.

    Raises:
        OSError: When nothing listens there or answers in time.
    """
    with socket.create_connection((address, port), timeout=_CONNECT_S) as connection:
        connection.settimeout(answer_s)
        deadline = time.monotonic() + answer_s
        connection.sendall(word.encode())
        answer = b""
        while len(answer) < _LONGEST_ANSWER and (part := connection.recv(65536)):
            answer += part
            # Whatever listens there may go on for ever, a byte at a time.
            connection.settimeout(max(0.001, deadline - time.monotonic()))
    return answer.decode(errors="replace")


def mode(answer: str) -> str | None:
    """Return `leader`, `follower`, `observer` or `standalone` of an answer to `srvr`, None when it does not serve."""
    for line in answer.splitlines():
        name, colon, value = line.partition(":")
        if colon and name == "Mode":
            return value.strip()
    return None


def version(answer: str) -> str | None:
    """Return the version that ZooKeeper says in an answer to `srvr`, None where it does not."""
    first = answer.partition("\n")[0]
    name, colon, value = first.partition(":")
    return value.partition(",")[0].strip() or None if colon and name == "Zookeeper version" else None


def synced_followers(answer: str) -> int | None:
    """Return how many followers a leader counts as up to date in its answer to `mntr`, None when it does not say."""
    for line in answer.splitlines():
        name, _, value = line.partition("\t")
        # A monitor may print the number as a decimal fraction.
        if name == "zk_synced_followers" and value.strip().removesuffix(".0").isdecimal():
            return int(value.strip().removesuffix(".0"))
    return None

"""Answers that a real broker gave about groups (Kafka 3.9.2), and a listener that gives them again."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.codec import CORRELATION, encode_text

RECORDED = json.loads((Path(__file__).parents[2] / "plugins/module_utils/kafka/recorded/groups-3.9.2.json").read_text())
GROUP = "kafka-mirror-main-eqiad_to_main-codfw"


def answer(name: str) -> bytes:
    return bytes.fromhex(RECORDED[name]["answer"])


def coordinator_at(port: int) -> bytes:
    """Return an answer that names a coordinator on this machine."""
    return struct.pack(">iihhi", CORRELATION, 0, 0, -1, 1001) + encode_text("127.0.0.1") + struct.pack(">i", port)


@contextmanager
def broker(answers: Sequence[bytes]) -> Iterator[int]:
    """Take one connection after the other, answer one question on each, and yield the port.

    The answer to the first question may be empty; then it names this very port as coordinator.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def serve() -> None:
            for body in answers:
                connection, _ = listener.accept()
                with connection:
                    connection.recv(4096)
                    whole = body or coordinator_at(port)
                    connection.sendall(struct.pack(">i", len(whole)) + whole)

        thread = threading.Thread(target=serve)
        thread.start()
        yield port
        thread.join()

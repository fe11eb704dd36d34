"""What is seen of a cluster beyond what was waited for."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness import waiting


def _text(value: str) -> bytes:
    return struct.pack(">h", len(value)) + value.encode()


@contextmanager
def broker_listing(*numbers: int) -> Iterator[int]:
    """Answer one question for metadata, as a broker of a cluster of these brokers, and yield the port."""
    answer = struct.pack(">iii", 0x68696B61, 0, len(numbers))
    for number in numbers:
        answer += struct.pack(">i", number) + _text(f"kafka{number}") + struct.pack(">ih", 9092, -1)
    answer += _text("cluster") + struct.pack(">ii", numbers[0], 0)

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(struct.pack(">i", len(answer)) + answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def _check(port: int, *members: int) -> waiting.Check:
    return waiting.Check("kafka", "kafka", "127.0.0.1", port, 1, members=members)


def test_a_broker_that_the_data_does_not_have_is_named() -> None:
    with broker_listing(1, 2, 3) as port:
        assert waiting.strangers(_check(port, 1, 2)) == [
            "broker 3 at kafka3:9092 is registered in the cluster and not in the data; it is left alone"
        ]


def test_brokers_of_the_data_are_no_strangers_whether_they_run_or_not() -> None:
    with broker_listing(1, 2) as port:
        assert waiting.strangers(_check(port, 1, 2, 3)) == []


def test_zookeeper_is_not_asked_for_brokers() -> None:
    check = waiting.Check("zookeeper", "zookeeper", "127.0.0.1", 1, 1, members=(1,))
    assert waiting.strangers(check) == []

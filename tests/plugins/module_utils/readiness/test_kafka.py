"""When a broker counts as ready, and what is seen of its cluster beyond what was waited for."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Observation
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.kafka import KafkaCheck
from lib.machine.known_services import Known


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


def _check(port: int, *members: int, expect: tuple[int, ...] = ()) -> KafkaCheck:
    hosts = {f"kafka{number}": number for number in members}
    return KafkaCheck("kafka", None, "127.0.0.1", port, 1, expect, hosts)


def test_a_broker_that_the_data_does_not_have_is_named() -> None:
    with broker_listing(1, 2, 3) as port:
        assert _check(port, 1, 2).strangers() == [
            "broker 3 at kafka3:9092 is registered in the cluster and not in the data; it is left alone"
        ]


def test_brokers_of_the_data_are_no_strangers_whether_they_run_or_not() -> None:
    with broker_listing(1, 2) as port:
        assert _check(port, 1, 2, 3).strangers() == []


def test_a_broker_is_ready_when_it_lists_itself_and_its_peers() -> None:
    with broker_listing(1, 2) as port:
        assert _check(port, expect=(1, 2)).observe(Known()) == Observation(True, "lists the brokers 1, 2")
    with broker_listing(1, 2) as port:
        check = _check(port, expect=(3,))
        assert check.observe(Known()) == Observation(False, "lists the brokers 1, 2, not 3")
    assert check.wanted == f"kafka at 127.0.0.1:{port} to list the brokers 1, 3"

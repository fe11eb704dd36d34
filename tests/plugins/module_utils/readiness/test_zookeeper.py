"""When a ZooKeeper counts as ready."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Observation
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.zookeeper import ZooKeeperCheck
from lib.machine.known_services import Known


@contextmanager
def answering(answer: str) -> Iterator[int]:
    """Answer one question, and yield the port."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(16)
            connection.sendall(answer.encode())

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("answer", "quorum", "observation"),
    [
        ("Zookeeper version: 3.8\nMode: leader\n", True, Observation(True, "serves as leader")),
        ("Mode: read-only\n", True, Observation(False, "serves as read-only")),
        ("Mode: read-only\n", False, Observation(True, "serves as read-only")),
        ("not serving\n", True, Observation(False, "answers 'not serving'")),
        ("not serving\n", False, Observation(True, "answers 'not serving'")),
        ("", False, Observation(False, "answers ''")),
    ],
)
def test_without_a_quorum_any_answer_is_enough(answer: str, quorum: bool, observation: Observation) -> None:
    with answering(answer) as port:
        assert ZooKeeperCheck("zookeeper", None, "127.0.0.1", port, quorum).observe(Known()) == observation


def test_what_is_waited_for_is_said() -> None:
    check = ZooKeeperCheck("zookeeper", None, "10.0.0.1", 2181)
    assert check.wanted == "zookeeper at 10.0.0.1:2181 to serve as leader, follower or standalone"
    assert ZooKeeperCheck("zookeeper", None, "10.0.0.1", 2181, quorum=False).wanted == (
        "zookeeper at 10.0.0.1:2181 to answer"
    )


def test_zookeeper_is_not_asked_for_brokers() -> None:
    assert ZooKeeperCheck("zookeeper", None, "127.0.0.1", 1).strangers() == []

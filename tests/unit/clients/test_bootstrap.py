"""Which broker a connection begins with; real brokers answer in tests/local/test_verify_brokers.py."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from hiera_kafka.clients.bootstrap import opened_or_closed
from hiera_kafka.clients.kafka import Cluster
from hiera_kafka.errors import ClientError
from hiera_kafka.model.endpoints import Endpoint
from lib.clusters.kafka_clients import UNCLOSED, forget_clients, stopped_clients

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings(UNCLOSED)]


class Impatient(Cluster):
    connect_s: ClassVar[float] = 0.6


@pytest.fixture(autouse=True)
def _no_sockets_left() -> Iterator[None]:
    with stopped_clients():
        yield
    forget_clients()


def refusing() -> Endpoint:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Endpoint("127.0.0.1", probe.getsockname()[1])


@contextlib.contextmanager
def silent() -> Iterator[Endpoint]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Endpoint("127.0.0.1", listener.getsockname()[1])


def test_all_brokers_are_tried_and_the_reasons_told_in_time() -> None:
    with silent() as mute:
        deaf = refusing()
        begun = time.monotonic()
        with pytest.raises(ClientError) as raised:
            Impatient((mute, deaf))

    (found,) = raised.value.diagnostics
    assert time.monotonic() - begun < 3
    assert found.id == "cluster-not-answering"
    assert f"no broker of {mute},{deaf} answers within 1 s" in found.message
    assert "ECONNREFUSED" in found.message


def test_nothing_runs_on_after_nobody_answered() -> None:
    before = threading.active_count()
    for _ in range(3):
        with pytest.raises(ClientError):
            Impatient((refusing(),))

    assert threading.active_count() == before


def test_a_client_that_was_made_is_closed_by_any_error() -> None:
    def interrupted() -> None:
        with opened_or_closed() as client:
            made.append(client(bootstrap_servers=[str(refusing())]))
            made[0]._net.start()
            raise KeyboardInterrupt

    made: list[Any] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert made[0]._net._closed
    assert made[0]._manager.closed

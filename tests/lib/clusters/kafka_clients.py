"""What tests ask real brokers and ZooKeepers, through the clients that users have."""

from __future__ import annotations

import contextlib
import gc
import select
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from kafka import KafkaConsumer
from kafka.consumer.fetcher import ConsumerRecord
from kazoo.client import KazooClient

T = TypeVar("T")

UNCLOSED = "ignore:unclosed <socket:ResourceWarning"
"""For tests in which brokers die: kafka-python forgets to close the sockets that broke."""


def forget_clients() -> None:
    """Free what clients that are gone forgot to close, so that no later test gets the warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        # What a finalizer lets go of is garbage of the next turn only.
        while gc.collect():
            pass


@contextlib.contextmanager
def stopped_clients() -> Iterator[None]:
    """At the end, stop clients that never reached a broker, and close what they left open.

    kafka-python leaves the thread of a client whose making failed, which goes on trying for ever, and its sockets.
    """
    before = _sockets()
    yield
    for thread in threading.enumerate():
        target = getattr(thread, "_target", None)  # nobody else knows the loop that it runs
        if thread.name.startswith("kafka-io-") and target is not None:
            target.__self__.stop()
            thread.join(10)
    for left in _sockets():
        if left not in before:
            left.close()


@contextlib.contextmanager
def closed_port() -> Iterator[int]:
    """Give a port of 127.0.0.1 that refuses connections."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port: int = closed.getsockname()[1]
        yield port


def _sockets() -> list[socket.socket]:
    return [one for one in gc.get_objects() if isinstance(one, socket.socket)]


def consume(brokers: Sequence[str], topic: str, count: int) -> list[ConsumerRecord]:
    """Return the first `count` messages of a topic; fewer when no more come for a while."""
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=list(brokers),
        auto_offset_reset="earliest",
        group_id=None,
        consumer_timeout_ms=20_000,
    )
    with contextlib.closing(consumer):
        # The range comes first: it ends without asking the consumer for one message more.
        return [message for _, message in zip(range(count), consumer, strict=False)]


@contextlib.contextmanager
def zookeeper(connect: str) -> Iterator[KazooClient]:
    """Give a client of `host:port,...`, whose root is the path that may follow."""
    client = KazooClient(hosts=connect)
    client.start(timeout=20)
    try:
        yield client
    finally:
        client.stop()
        client.close()


def until(observe: Callable[[], T], *, seconds: float = 90) -> T:
    """Return the first true observation."""
    deadline = time.monotonic() + seconds
    while not (seen := observe()):
        assert time.monotonic() < deadline, f"not seen within {seconds:.0f} s, last was {seen!r}"
        select.select([], [], [], 0.2)
    return seen

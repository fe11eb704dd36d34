"""What needs no broker; tests/local/test_offsets_translate.py reads real messages."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from hiera_kafka.clients import kafka
from hiera_kafka.clients.records import ReadableCluster, Span
from hiera_kafka.errors import ClientError
from hiera_kafka.model.endpoints import Endpoint
from lib.clusters.kafka_clients import UNCLOSED, stopped_clients

pytestmark = pytest.mark.filterwarnings(UNCLOSED)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    with stopped_clients():
        yield


def test_a_span_keeps_the_smallest_timestamp_wherever_it_comes() -> None:
    span = Span()
    for timestamp, appended in ((5, False), (3, True), (9, False)):
        span = span.with_message(timestamp, appended=appended)

    assert span == Span(messages=3, oldest_ms=3, appended=True)
    assert span.with_message(-1, appended=False).oldest_ms == -1, "a message without a time is older than any"


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_named_as_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka, "CONNECT_S", 0.5)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(ClientError, match="cluster-not-answering"):
            ReadableCluster((Endpoint("127.0.0.1", closed.getsockname()[1]),))

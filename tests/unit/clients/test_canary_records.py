"""What needs no broker; tests/local/test_canary.py writes and reads real records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hiera_kafka.clients import kafka
from hiera_kafka.clients.canary_records import RecordReader, RecordWriter
from hiera_kafka.errors import ClientError
from hiera_kafka.model.endpoints import Endpoint
from lib.clusters.kafka_clients import UNCLOSED, closed_port, stopped_clients

pytestmark = pytest.mark.filterwarnings(UNCLOSED)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    with stopped_clients():
        yield


@pytest.mark.slow
@pytest.mark.parametrize("client", [RecordReader, RecordWriter])
def test_a_broker_that_does_not_answer_is_named(
    client: type[RecordReader | RecordWriter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka, "CONNECT_S", 0.5)
    with closed_port() as port, pytest.raises(ClientError, match=rf"127\.0\.0\.1:{port}.*") as caught:
        client((Endpoint("127.0.0.1", port),))

    assert caught.value.diagnostics[0].id == "cluster-not-answering"

"""What needs no broker; tests/local/test_canary.py writes and reads real records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from hiera_kafka.clients import kafka
from hiera_kafka.clients.brokers import Member
from hiera_kafka.clients.canary_topic import TopicShape
from hiera_kafka.model.endpoints import Endpoint, SecurityProtocol
from hiera_kafka.ops.verify.canary.listeners import through_listener
from hiera_kafka.ops.verify.canary.preparation import Prepared
from hiera_kafka.ops.verify.canary.record import CanaryRun
from hiera_kafka.ops.verify.canary.target import BrokerListener, CanaryTarget, straight
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary, ListenerTrip, TripSeen
from lib.clusters.kafka_clients import UNCLOSED, closed_port, stopped_clients
from lib.data.verify_views import compiler

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings(UNCLOSED)]

ALIVE = {number: Member(number, f"k{number}", 9092, None) for number in (1001, 1002)}
PREPARED = Prepared(ClusterCanary("canary"), TopicShape((1001, 1001), ((1001,), (1002,)), {}), ALIVE)
LISTENER = BrokerListener(1001, "k1", "PLAINTEXT", Endpoint("127.0.0.1", 1))


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    with stopped_clients():
        yield


def trip(listener: BrokerListener = LISTENER, prepared: Prepared = PREPARED) -> ListenerTrip:
    model = compiler().clusters.kafka["three"]
    return through_listener(CanaryTarget("three", model, str), listener, prepared, CanaryRun(), straight)


def test_a_listener_that_does_not_answer_is_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka.Cluster, "connect_s", 0.5)
    with closed_port() as port:
        found = trip(replace(LISTENER, endpoint=Endpoint("127.0.0.1", port)))

    assert found.trip.tried
    assert (found.advertised, found.trip.partition, found.trip.latency_ms) == (None, 0, None)
    assert found.trip.problem is not None
    assert f"127.0.0.1:{port}" in found.trip.problem


def test_a_broker_that_is_not_alive_is_at_fault_without_being_asked() -> None:
    assert trip(replace(LISTENER, broker=1003)).trip == TripSeen(
        None, None, "the broker is not alive, as the others see it"
    )


@pytest.mark.parametrize(
    ("listener", "prepared", "why"),
    [
        ({"broker": 1002}, {}, "the broker leads no partition of topic canary now"),
        ({}, {"shape": None}, "nothing may be written to topic canary: see canary-topic"),
        (
            {"endpoint": Endpoint("k1", 9093, SecurityProtocol.SSL)},
            {},
            "it speaks SSL, which verify does not",
        ),
    ],
)
def test_what_cannot_be_tried_is_nobodys_fault(listener: dict[str, Any], prepared: dict[str, Any], why: str) -> None:
    found = trip(replace(LISTENER, **listener), replace(PREPARED, **prepared))

    assert found.trip == TripSeen(None, None, why, tried=False)

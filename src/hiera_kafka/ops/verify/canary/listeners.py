"""A record through each listener of each broker."""

from __future__ import annotations

import time

from hiera_kafka.clients.brokers import BrokerAdmin
from hiera_kafka.clients.canary_records import RecordReader, RecordWriter
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.model.endpoints import SecurityProtocol
from hiera_kafka.ops.verify.canary.preparation import Prepared
from hiera_kafka.ops.verify.canary.record import CanaryRecord, CanaryRun
from hiera_kafka.ops.verify.canary.target import BrokerListener, CanaryTarget, Via
from hiera_kafka.ops.verify.canary.topic import led_by
from hiera_kafka.ops.verify.views.canary_seen import ListenerTrip, TripSeen

PATIENCE_S = 10.0
"""How long a record may take through a listener; each of its connections may take as long besides."""


def through_listener(
    target: CanaryTarget, listener: BrokerListener, prepared: Prepared, run: CanaryRun, via: Via
) -> ListenerTrip:
    """Write a record through a listener to a partition that its broker leads, and read it through the same.

    Args:
        target: The cluster.
        listener: The listener.
        prepared: The topic.
        run: What the record belongs to.
        via: Gives the way to a cluster.
    """
    advertised: str | None = None
    partition: int | None = None
    why = _untried(listener, prepared)
    if why is not None:
        trip = TripSeen(None, None, why, tried=False)
    elif listener.broker not in prepared.alive or prepared.shape is None:
        trip = TripSeen(None, None, "the broker is not alive, as the others see it")
    else:
        partition = led_by(prepared.shape.leaders, prepared.shape.replicas)[listener.broker]
        record = run.record(f"{target.name}:{listener.broker}:{listener.name}")
        try:
            way = via(target.endpoints)
            advertised = _advertised(listener, way)
            trip = _trip(target.topic, partition, listener, record, way)
        except HieraKafkaError as error:
            trip = TripSeen(partition, None, error.diagnostics[0].message)
    return ListenerTrip(listener.broker, listener.host, listener.name, str(listener.endpoint), advertised, trip)


def _untried(listener: BrokerListener, prepared: Prepared) -> str | None:
    """Return why nothing is even tried through a listener; None where something is."""
    if listener.endpoint.protocol is not SecurityProtocol.PLAINTEXT:
        return f"it speaks {listener.endpoint.protocol}, which verify does not"
    if prepared.shape is None:
        canary = prepared.canary
        return f"nothing may be written to topic {canary.topic}: see canary-topic"
    if listener.broker in prepared.alive and listener.broker not in led_by(
        prepared.shape.leaders, prepared.shape.replicas
    ):
        return f"the broker leads no partition of topic {prepared.canary.topic} now"
    return None


def _advertised(listener: BrokerListener, via: str | None) -> str | None:
    """Return what a broker calls itself on a listener, where clients then go."""
    with BrokerAdmin((listener.endpoint,), via) as admin:
        found = next((member for member in admin.members() if member.id == listener.broker), None)
    return None if found is None else f"{found.host}:{found.port}"


def _trip(topic: str, partition: int, listener: BrokerListener, record: CanaryRecord, via: str | None) -> TripSeen:
    with RecordReader((listener.endpoint,), via) as reader, RecordWriter((listener.endpoint,), via) as writer:
        reader.begin(topic, [partition])
        writer.prepare(topic)
        until = time.monotonic() + PATIENCE_S
        begun = writer.write(topic, partition, record.key, record.value, until)
        for arrival in reader.arrivals([record.key], until):
            if arrival.value != record.value:
                return TripSeen(partition, None, "it came with other bytes than it was written with")
            return TripSeen(partition, (arrival.at_s - begun) * 1000)
    return TripSeen(partition, None, f"acknowledged, but not read within {PATIENCE_S:.0f} s")

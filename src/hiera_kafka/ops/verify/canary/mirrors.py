"""Records through mirrors: written at the source, read at the destination."""

from __future__ import annotations

import time
from collections.abc import Mapping

from hiera_kafka.clients.canary_records import RecordReader, RecordWriter
from hiera_kafka.clients.canary_topic import CanaryTopicAdmin
from hiera_kafka.errors import ClientError, Diagnostic, HieraKafkaError
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.mirrors.topics import Rule
from hiera_kafka.ops.verify.canary.flows import verdict_of
from hiera_kafka.ops.verify.canary.preparation import Prepared
from hiera_kafka.ops.verify.canary.record import CanaryRecord, CanaryRun
from hiera_kafka.ops.verify.canary.target import Via
from hiera_kafka.ops.verify.canary.topic import SETTINGS, led_by
from hiera_kafka.ops.verify.views.canary_seen import MirrorCanary, TripSeen

PATIENCE_S = 30.0
"""How long records may take through a mirror that knows the topic."""
FRESH_S = 60.0
"""How long they may take where the topic is new: mirrors look for new ones every five seconds, and share them out."""


def hold_copies(endpoints: Endpoints, topics: Mapping[str, int], via: Via) -> dict[str, str]:
    """Have topics at the destination of a mirror before records come, with the canary's options.

    Args:
        endpoints: Where the destination is reached.
        topics: Each topic, to how many partitions it has at its source.
        via: Gives the way to a cluster.

    Returns:
        Topic to the brokers' error, of those that they refused.

    Raises:
        ClientError: The destination does not answer.
    """
    with CanaryTopicAdmin(endpoints, via(endpoints)) as admin:
        answers = {topic: admin.hold(topic, count, SETTINGS) for topic, count in topics.items()}
    return {topic: answer for topic, answer in answers.items() if answer is not None}


def through_mirror(
    mirror: Mirror,
    source: Endpoints,
    prepared: Prepared,
    refused: str | Diagnostic | None,
    run: CanaryRun,
    via: Via,
) -> MirrorCanary | Diagnostic:
    """Write a record to a partition of each broker of a mirror's source, and look for them at its destination.

    Args:
        mirror: The mirror.
        source: Where its source is reached.
        prepared: The topic there.
        refused: Why the topic could not be had at the destination, None where it could.
        run: What the records belong to.
        via: Gives the way to a cluster.

    Returns:
        What became of each record; why nothing could be seen, where a cluster does not answer.
    """
    topic = prepared.canary.topic
    verdict = verdict_of(mirror, topic)
    if verdict.rule is Rule.UNREAD:
        return MirrorCanary(topic, None, (_untried(f"whether the mirror takes it is {verdict.why}"),))
    copy = verdict.destination_topic
    if copy is None:
        return MirrorCanary(topic, verdict.why)
    if prepared.shape is None:
        return MirrorCanary(topic, None, (_untried(f"nothing may be written to topic {topic}: see canary-topic"),))
    if isinstance(refused, Diagnostic):
        return refused
    if refused is not None:
        return MirrorCanary(topic, None, (_untried(f"{mirror.destination} refuses the topic: {refused}"),))
    partitions = sorted(led_by(prepared.shape.leaders, prepared.shape.replicas).values())
    records = {number: run.record(f"{mirror.name}:{number}") for number in partitions}
    try:
        return MirrorCanary(
            topic, None, _trips(mirror, source, (topic, copy), records, FRESH_S if prepared.fresh else None, via)
        )
    except HieraKafkaError as error:
        return error.diagnostics[0]


def _trips(
    mirror: Mirror,
    source: Endpoints,
    names: tuple[str, str],
    records: Mapping[int, CanaryRecord],
    fresh_s: float | None,
    via: Via,
) -> tuple[TripSeen, ...]:
    here, there = via(source), via(mirror.destination_servers)
    topic, copy = names
    with CanaryTopicAdmin(mirror.destination_servers, there) as admin:
        shape = admin.shape(copy)
    if shape is None:
        return (_untried(f"{mirror.destination} has no topic {copy}"),)
    with RecordReader(mirror.destination_servers, there) as reader, RecordWriter(source, here) as writer:
        reader.begin(copy, range(len(shape.leaders)))
        writer.prepare(topic)
        begun, failed = _written(writer, topic, records)
        wanted = {record.key: number for number, record in records.items() if number in begun}
        patience = fresh_s or PATIENCE_S
        trips: dict[int, TripSeen] = {}
        for arrival in reader.arrivals(wanted, time.monotonic() + patience):
            number = wanted[arrival.key]
            equal = arrival.value == records[number].value
            trips[number] = (
                TripSeen(number, (arrival.at_s - begun[number]) * 1000)
                if equal
                else TripSeen(number, None, "it came with other bytes than it was written with")
            )
    for number in wanted.values():
        # A mirror that has just been given a topic may be on its way to it: that is no fault yet.
        why = f"not read within {patience:.0f} s" + (", but its topic is new" if fresh_s else "")
        trips.setdefault(number, TripSeen(number, None, why, tried=fresh_s is None))
    return tuple(({**trips, **failed})[number] for number in sorted(records))


def _written(
    writer: RecordWriter, topic: str, records: Mapping[int, CanaryRecord]
) -> tuple[dict[int, float], dict[int, TripSeen]]:
    """Return when each record was written, and what is said of those that could not be, by the source's fault."""
    begun: dict[int, float] = {}
    failed: dict[int, TripSeen] = {}
    for number, record in records.items():
        try:
            begun[number] = writer.write(topic, number, record.key, record.value, time.monotonic() + PATIENCE_S)
        except ClientError as error:
            failed[number] = TripSeen(number, None, f"not written: {error.diagnostics[0].message}", tried=False)
    return begun, failed


def _untried(why: str) -> TripSeen:
    return TripSeen(None, None, why, tried=False)

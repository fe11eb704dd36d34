"""What MirrorMaker 2 leaves at the destination, read; tests/local/test_mirrors_command.py asks real clusters."""

from __future__ import annotations

from typing import Any

from hiera_kafka.clients.groups import Committed, Range, TopicPartition
from hiera_kafka.clients.records import Record
from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.ops.mirrors.clusters import DestinationState, ask_destination, ask_source
from hiera_kafka.ops.mirrors.inventory import Mirror, MirrorProcess
from lib.clusters.memory_cluster import MemoryCluster

EVENTS, OTHER = TopicPartition("eqiad.events", 0), TopicPartition("local", 0)
KEY = b'["MirrorSourceConnector",{"cluster":"main-eqiad","partition":0,"topic":"eqiad.events"}]'


def mirror(engine: int) -> Mirror:
    name, group = "main-eqiad_to_main-codfw", "kafka-mirror-main-eqiad_to_main-codfw"
    process = MirrorProcess("codfw2001.example.org", f"kafka-mirror-{name}@0")
    return Mirror(
        name,
        engine,
        "main-eqiad",
        (Endpoint("e", 1),),
        "main-codfw",
        (Endpoint("c", 1),),
        (r"eqiad\..+",),
        (),
        group,
        (process,),
    )


class Readable(MemoryCluster):
    """Messages are one a second, the first at offset 0."""

    def first(self, places: dict[TopicPartition, int]) -> dict[TopicPartition, Record | None]:
        return {place: Record(offset, 1000 * offset, None, b"") for place, offset in places.items()}

    def newest(self, topic: str) -> dict[bytes, bytes]:
        return {KEY: b'{"offset":6}'} if topic == "mm2-offsets.main-eqiad.internal" else {}


def test_engine_1_stands_where_its_group_has_committed() -> None:
    cluster: Any = Readable({EVENTS: Range(0, 10), OTHER: Range(0, 99)})
    cluster.offsets = {mirror(1).group: {EVENTS: Committed(4)}}
    found = ask_source(cluster, mirror(1), None, now_ms=10_000)

    assert found.lag is not None
    assert (found.lag.messages, found.lag.seconds) == (6, 6.0)
    assert [(verdict.topic, verdict.taken) for verdict in found.topics] == [("eqiad.events", True), ("local", False)]


def test_engine_2_stands_where_the_destination_says_and_else_where_engine_1_has_committed() -> None:
    new = TopicPartition("eqiad.new", 0)
    cluster: Any = Readable({EVENTS: Range(0, 10), new: Range(0, 10)})
    cluster.offsets = {mirror(2).group: {EVENTS: Committed(4), new: Committed(9)}}
    destination = ask_destination(cluster, mirror(2))
    found = ask_source(cluster, mirror(2), destination, now_ms=10_000)

    assert destination.positions == {EVENTS: 7}
    assert found.lag is not None
    assert {one.partition: one.next for one in found.lag.standings} == {EVENTS: 7, new: 9}


def test_without_the_destination_the_lag_of_engine_2_is_unknown_and_its_topics_are_not() -> None:
    cluster: Any = Readable({EVENTS: Range(0, 10)})
    found = ask_source(cluster, mirror(2), None, now_ms=0)

    assert found.lag is None
    assert [verdict.topic for verdict in found.topics] == ["eqiad.events"]


def test_a_destination_without_that_topic_knows_no_position() -> None:
    cluster: Any = Readable({})
    empty = ask_destination(cluster, Mirror("a_to_b", 2, "a", (), "b", (), (), (), "g", ()))

    assert (empty.positions, empty.workers.members) == ({}, ())
    assert isinstance(empty, DestinationState)

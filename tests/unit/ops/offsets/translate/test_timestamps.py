"""How far mirrors have copied, and topics as clusters have them; laws are in test_offsets_translate.py."""

from __future__ import annotations

import json

from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.ops.offsets.translate.bounds import Side
from hiera_kafka.ops.offsets.translate.timestamps import copied_by, sides
from lib.clusters.memory_mirror import AWAY, HOME, OURS, Message, World

PLACE = TopicPartition(OURS, 0)


def test_of_two_engines_the_one_that_says_more_counts() -> None:
    """After a switch the commits of MirrorMaker 1 stay where they were."""
    world = World(1)
    flow = world.flows[0]
    place = {"cluster": HOME, "partition": 0, "topic": OURS}
    world.home.offsets[flow.group] = {PLACE: 10, TopicPartition(OURS, 1): 7}
    world.away.compacted[f"mm2-offsets.{HOME}.internal"] = {
        json.dumps(["MirrorSourceConnector", place]).encode(): b'{"offset": 19}'
    }

    found = copied_by(world.home, world.away, [flow])  # type: ignore[arg-type]
    assert found == {PLACE: 20, TopicPartition(OURS, 1): 7}
    assert copied_by(world.away, world.home, [world.flows[1]]) == {}  # type: ignore[arg-type]


def test_topics_are_seen_with_all_their_partitions_and_the_time_they_keep() -> None:
    world = World(1)
    world.away.logs[PLACE].messages = [Message(1, 1)]
    world.away.types[OURS] = "LogAppendTime"
    found = sides(world.away, AWAY, [OURS, "unknown"], world.away.topics())  # type: ignore[arg-type]

    ranges = {TopicPartition(OURS, number): Range(0, int(number == 0)) for number in range(3)}
    assert found == {OURS: Side(AWAY, ranges, "LogAppendTime")}

"""Laws of translation over random histories, which also go on while it looks; tests/local has real clusters."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.ops.offsets.translate.bounds import Proof, again, to_read
from hiera_kafka.ops.offsets.translate.request import Ask
from hiera_kafka.ops.offsets.translate.translation import picture, translate
from lib.clusters.memory_mirror import AWAY, GROUP, HOME, OURS, THEIRS, Message, World

WEIGHTS = {
    "produce": 8,
    "mirror": 8,
    "process": 8,
    "commit": 4,
    "commit_mirrors": 4,
    "crash_mirrors": 1,
    "restart": 1,
    "catch_up": 1,
    "checkpoint": 1,
}
"""What happens how often."""
TROUBLE = {"trim_home": 1, "trim_away": 1, "switch": 1}
seeds = st.integers(0, 2**32)
lengths = st.integers(0, 150)
many = settings(max_examples=500)


def _steps(seed: int, length: int, weights: dict[str, int]) -> list[str]:
    return random.Random(seed).choices(list(weights), list(weights.values()), k=length)


def _ask(world: World, **more: Any) -> Ask:
    return Ask(GROUP, HOME, AWAY, world.flows, **more)


def _translate(world: World, *, reachable: bool = True, **more: Any) -> Any:
    return translate(world.home if reachable else None, world.away, _ask(world, **more))  # type: ignore[arg-type]


def _world(seed: int, length: int, *, trouble: bool = True) -> World:
    """Give a world with a history, and with what happens while somebody looks at it."""
    world = World(seed)
    weights = WEIGHTS | (TROUBLE if trouble else {})
    for step in _steps(seed, length, weights):
        world.step(step)
    world.script = _steps(seed + 1, 60, weights)
    return world


@many
@given(seeds, lengths, st.booleans())
def test_by_timestamps_no_unprocessed_message_lies_before_the_new_position(
    seed: int, length: int, trouble: bool
) -> None:
    """Either direction of a topic, both engines, late messages, crashes, deleted messages, and a world that goes on."""
    world = _world(seed, length, trouble=trouble)
    found = _translate(world, by=Proof.TIMESTAMPS)

    assert all(one.bound is not None for one in found.topics)
    assert world.skipped(found.offsets) == set()


@many
@given(seeds, lengths)
def test_by_checkpoints_no_unprocessed_message_lies_before_the_new_position(seed: int, length: int) -> None:
    """Also where MirrorMaker 1 copied before, and where MirrorMaker 2 was killed and had begun to copy again."""
    world = _world(seed, length)
    found = _translate(world, reachable=False, by=Proof.CHECKPOINTS)

    assert world.skipped(found.offsets) == set()


@pytest.mark.slow
@many
@given(seeds, lengths)
def test_a_saved_translation_stays_true(seed: int, length: int) -> None:
    world = _world(seed, length)
    saved = picture(Path("saved.json"), [_translate(world)], 0, (HOME, AWAY), ("h", "a"), {})
    for step in (*world.script, *_steps(seed + 2, 30, WEIGHTS)):
        world.step(step)
    world.script = []
    found = _translate(world, reachable=False, saved=saved)

    assert world.skipped(found.offsets) == set()


@many
@given(seeds, lengths)
def test_a_group_that_has_processed_all_reads_nothing_again(seed: int, length: int) -> None:
    """The other half of the bar: always going back to the start would never be ahead either."""
    world = _world(seed, length, trouble=False)
    world.script = []
    world.catch_up()
    found = _translate(world)

    assert {one.topic for one in found.topics} == {OURS, THEIRS}
    assert {one.way for one in found.topics} == {Proof.TIMESTAMPS}
    assert all(offset == world.away.logs[place].end for place, offset in found.offsets.items())


def _even(world: World, messages: int, processed: int) -> World:
    """Write messages in the order of their times to one partition, copied once and processed in part."""
    place = TopicPartition(OURS, 0)
    world.home.logs[place].messages = [Message(number, 1000 * number) for number in range(messages)]
    world.out.copy(0, messages, world.chance)
    world.out.commit()
    world.home.offsets[GROUP] = {TopicPartition(OURS, 0): processed, TopicPartition(OURS, 1): 0}
    world.processed = set(range(processed))
    return world


def test_what_is_reported_of_a_translation_is_what_happens() -> None:
    world = _even(World(1), 100, 60)
    (one,) = _translate(world).topics

    assert (one.bound.unprocessed, one.bound.waiting, one.bound.lost) == (40, 0, 0)
    assert (to_read(one.bound, one.destination), again(one.bound, one.destination)) == (40, 0)
    assert one.bound.why == "no unprocessed message is older than 1970-01-01T00:01:00.000Z"

    (one,) = _translate(world, margin_ms=5000).topics
    assert (to_read(one.bound, one.destination), again(one.bound, one.destination)) == (45, 5)


def test_messages_that_the_mirror_has_not_copied_are_counted() -> None:
    world = _even(World(1), 100, 60)
    world.home.logs[TopicPartition(OURS, 0)].messages += [Message(number, 1000 * number) for number in range(100, 107)]
    (one,) = _translate(world).topics

    assert (one.bound.unprocessed, one.bound.waiting) == (47, 7)
    assert (to_read(one.bound, one.destination), again(one.bound, one.destination)) == (40, 0)


def test_one_late_message_takes_the_whole_topic_back_to_its_time() -> None:
    """It may be in any partition of the copy."""
    world = _even(World(1), 100, 60)
    world.home.logs[TopicPartition(OURS, 1)].messages.append(Message(100, 30_000))
    world.out.copy(1, 1, world.chance)
    (one,) = _translate(world).topics

    assert "1970-01-01T00:00:30.000Z" in one.bound.why
    assert world.skipped(one.bound.offsets) == set()
    assert again(one.bound, one.destination) == 30 + 1, "the one that is not known to be copied counts as not there"


def test_without_certainty_all_is_read_again_and_it_says_why() -> None:
    world = _even(World(1), 100, 60)
    world.home.logs[TopicPartition(OURS, 0)].trim(70)
    (one,) = _translate(world).topics

    assert set(one.bound.offsets.values()) == {0}
    assert one.bound.lost == 10
    assert "10 messages of eqiad.events:0 were deleted before the group processed them" in one.bound.why


def test_copies_with_times_of_their_own_prove_nothing() -> None:
    world = _even(World(1), 100, 60)
    world.away.types[OURS] = "LogAppendTime"
    (one,) = _translate(world).topics

    assert one.bound is None
    assert one.unproven[Proof.TIMESTAMPS] == "main-codfw gives copies a time of its own (LogAppendTime)"

    world.away.types, world.home.types = {}, {OURS: "LogAppendTime"}
    (one,) = _translate(world).topics
    assert one.way is Proof.TIMESTAMPS, "times that the source's brokers gave are copied as any"


def test_no_more_is_read_than_is_allowed() -> None:
    world = _even(World(1), 100, 60)
    (one,) = _translate(world, limit=39).topics

    assert one.unproven[Proof.TIMESTAMPS] == "40 messages are unprocessed, and 39 may be read (--read-at-most)"
    assert _translate(world, limit=40).topics[0].way is Proof.TIMESTAMPS


def test_without_the_source_nothing_but_the_operators_word_is_left() -> None:
    world = _even(World(1), 100, 60)
    (one,) = _translate(world, reachable=False, topics=(OURS,)).topics
    assert one.bound is None
    assert one.unproven[Proof.TIMESTAMPS] == "main-eqiad does not answer"
    assert one.unproven[Proof.CHECKPOINTS].startswith("main-codfw has no checkpoint of the group for eqiad.events:")

    (one,) = _translate(world, reachable=False, topics=(OURS,), by=Proof.TIME, at_ms=60_000, margin_ms=10_000).topics
    assert (one.way, to_read(one.bound, one.destination)) == (Proof.TIME, 50)
    assert one.bound.why == "your declaration that everything before 1970-01-01T00:00:50.000Z was processed"


def test_topics_that_no_mirror_takes_are_left_alone_and_named() -> None:
    world = _even(World(1), 10, 5)
    for site in (world.home, world.away):
        site.logs[TopicPartition("local", 0)] = site.logs[TopicPartition(OURS, 0)]
    world.home.offsets[GROUP] |= {TopicPartition("local", 0): 3, TopicPartition("eqiad.new", 0): 3}
    world.away.offsets[GROUP] = {TopicPartition("codfw.other", 0): 1}
    found = _translate(world)

    assert [one.topic for one in found.topics] == [OURS]
    assert found.left == {
        "codfw.other": "the group has offsets of it in main-codfw only",
        "eqiad.new": "main-codfw does not have it",
        "local": "no mirror between the two takes it, so main-codfw has other messages of this name",
    }


def test_a_saved_translation_of_other_clusters_is_refused() -> None:
    world = _even(World(1), 10, 5)
    saved = picture(Path("saved.json"), [_translate(world)], 0, (HOME, AWAY), ("h", "a"), {})
    with pytest.raises(HieraKafkaError, match="not of main-codfw to main-eqiad"):
        saved.check("main-codfw", "main-eqiad", "h")
    world.away.id = "anew"
    with pytest.raises(HieraKafkaError, match="a main-codfw with id a, and this one has anew"):
        _translate(world, reachable=False, saved=saved)


def test_a_topic_that_was_made_anew_since_is_not_set() -> None:
    world = _even(World(1), 10, 10)
    saved = picture(Path("saved.json"), [_translate(world)], 0, (HOME, AWAY), ("h", "a"), {})
    for log in world.away.logs.values():
        del log.messages[1:]
    (one,) = _translate(world, reachable=False, saved=saved).topics

    assert one.bound is None
    assert "ends before it: the topic was created again" in one.unproven[Proof.SAVED]


def test_a_topic_that_was_made_anew_and_has_grown_past_what_was_saved_is_told_by_its_id() -> None:
    world = _even(World(1), 10, 10)
    world.away.ids = {OURS: "first"}
    saved = picture(Path("saved.json"), [_translate(world)], 0, (HOME, AWAY), ("h", "a"), world.away.topic_ids())
    (same,) = _translate(world, reachable=False, saved=saved).topics
    world.away.ids = {OURS: "second"}
    (one,) = _translate(world, reachable=False, saved=saved).topics

    assert (same.way, one.bound) == (Proof.SAVED, None)
    assert "was made again since: it had id first in main-codfw and has id second" in one.unproven[Proof.SAVED]


def test_originals_that_were_made_anew_are_read_from_their_start() -> None:
    """MirrorMaker 2 keeps how far it was downstream, so it survives the topic that it was of."""
    world = World(1)
    world.back.engine = 2
    place = TopicPartition(THEIRS, 0)
    world.away.logs[place].messages = [Message(number, 1000 * number) for number in range(10)]
    world.catch_up()
    world.away.logs[place].messages = [Message(number, 1) for number in range(10, 13)]
    (one,) = (one for one in _translate(world).topics if one.topic == THEIRS)

    assert world.skipped(one.bound.offsets) == set()


def test_a_mirror_that_died_twice_and_with_it_the_source() -> None:
    """MirrorMaker 2 has begun to copy again; what it has not copied again lies before its own checkpoint."""
    world = World(1, home_partitions=1, away_partitions=1)
    world.out.engine = 2
    place = TopicPartition(OURS, 0)
    world.home.logs[place].messages = [Message(number, 1000 * number) for number in range(10)]
    world.away.logs[place].messages = [Message(number, 1000 * number) for number in (0, 1, 2, 3, 4, 5, 6, 2)]
    world.processed = {0, 1, 2}
    world.home.offsets[GROUP] = {place: 3}
    world.out.syncs = [(place, 2, 7)]
    world.checkpoint()
    (one,) = _translate(world, reachable=False).topics

    assert (one.way, one.bound.offsets) == (Proof.CHECKPOINTS, {place: 2})
    assert world.skipped(one.bound.offsets) == set()


@pytest.mark.parametrize(("processed", "position"), [(0, 0), (4, 0), (9, 0), (10, 0), (14, 4), (19, 9), (20, 10)])
def test_what_came_twice_is_processed_with_its_second_copy(processed: int, position: int) -> None:
    """Nothing distinguishes a repeated copy from another message that is the same; so a group among them goes back."""
    world = World(1, home_partitions=1, away_partitions=1)
    world.back.engine = 2
    place = TopicPartition(THEIRS, 0)
    world.away.logs[place].messages = [Message(number, 1000 * number) for number in range(10)]
    world.back.copy(0, 10, world.chance)
    world.back.crash()
    world.back.copy(0, 10, world.chance)
    world.back.commit()
    assert len(world.home.logs[place].messages) == 20
    world.home.offsets[GROUP] = {place: processed}
    world.processed = {message.number for message in world.home.logs[place].messages[:processed]}
    (one,) = _translate(world).topics

    assert (one.way, one.bound.offsets) == (Proof.TIMESTAMPS, {place: position})
    assert world.skipped(one.bound.offsets) == set()


def test_what_the_mirror_has_not_written_down_it_may_not_have_brought() -> None:
    """A mirror that dies before it writes that down; its copies are there, and are of the same partition by chance."""
    world = World(1, home_partitions=1, away_partitions=1)
    place = TopicPartition(THEIRS, 0)
    world.away.logs[place].messages = [Message(number, 1000 * number) for number in range(10)]
    world.back.copy(0, 10, world.chance)
    world.home.offsets[GROUP] = {place: 10}
    world.processed = set(range(10))
    (one,) = _translate(world).topics
    assert one.bound.offsets == {place: 0}

    world.back.commit()
    (one,) = _translate(world).topics
    assert one.bound.offsets == {place: 10}


def test_a_topic_whose_copy_has_another_name_is_left_although_one_of_its_name_is_there() -> None:
    """Positions in that one would be positions among other messages."""
    world = World(1)
    for step in ("produce", "catch_up"):
        world.step(step)
    there, back = world.flows
    world.flows = (replace(there, copy={OURS: f"{HOME}.{OURS}"}.get), back)
    found = _translate(world)

    assert found.left == {OURS: f"its copy in {AWAY} has another name, {HOME}.{OURS}"}
    assert OURS not in {one.topic for one in found.topics}

"""Bounds of single topics; laws over histories are in test_offsets_translate.py."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.clients.groups import Committed, Range, TopicPartition
from hiera_kafka.clients.records import Record, Span
from hiera_kafka.ops.offsets.translate.bounds import (
    Bound,
    Side,
    Unproven,
    Unread,
    again,
    by_checkpoints,
    by_saved,
    by_time,
    comparable,
    first_copies,
    neighbours,
    oldest,
    unread,
)

ZERO, ONE = TopicPartition("t", 0), TopicPartition("t", 1)
THERE = Side("b", {ZERO: Range(10, 100), ONE: Range(0, 0)}, "CreateTime")


@pytest.mark.parametrize(
    ("committed", "there", "expected"),
    [
        (5, Range(0, 9), Unread(Range(5, 9))),
        (9, Range(0, 9), Unread(Range(9, 9))),
        (None, Range(0, 9), Unread(Range(0, 9))),
        (None, Range(3, 9), Unread(Range(3, 9), 0, "t:0 has no committed offset, and its first messages are deleted")),
        (1, Range(3, 9), Unread(Range(3, 9), 2, "2 messages of t:0 were deleted before the group processed them")),
        (10, Range(0, 9), Unread(Range(0, 9), 0, "t:0 ends at 9, before what the group committed")),
    ],
)
def test_what_is_unprocessed_and_whether_that_is_all(committed: int | None, there: Range, expected: Unread) -> None:
    found = unread(ZERO, None if committed is None else Committed(committed), there)

    assert found == expected
    assert found.certain is (expected.odd is None)


def test_the_oldest_is_taken_over_all_partitions_and_the_uncertain_has_none() -> None:
    sure = {ZERO: Unread(Range(0, 2)), ONE: Unread(Range(0, 2))}

    assert oldest(sure, {ZERO: Span(2, 7), ONE: Span(2, 5)}) == 5
    assert oldest(sure, {ZERO: Span(), ONE: Span()}) is None
    assert oldest({ZERO: Unread(Range(0, 2), 1, "odd")}, {ZERO: Span(2, 7)}) == -1
    assert oldest(sure, {ZERO: Span(2, -1), ONE: Span(2, 5)}) == -1, "a message without a time"


def test_times_are_followed_below_a_cap_and_within_what_is_there() -> None:
    caps = {ZERO: 90}

    assert by_time(THERE, 5, {ZERO: 50, ONE: None}, caps) == {ZERO: 50, ONE: 0}
    assert by_time(THERE, 5, {ZERO: 95, ONE: None}, caps) == {ZERO: 90, ONE: 0}
    assert by_time(THERE, 5, {ZERO: None, ONE: None}, caps) == {ZERO: 90, ONE: 0}, "all are older"
    assert by_time(THERE, None, {}, caps) == {ZERO: 90, ONE: 0}, "nothing is unprocessed"
    assert by_time(THERE, -1, {ZERO: 50}, caps) == {ZERO: 10, ONE: 0}, "nothing is certain"
    assert by_time(THERE, None, {}, {}) == {ZERO: 10, ONE: 0}, "the mirror is not known to have copied anything"


def test_times_that_the_copys_broker_gave_prove_nothing() -> None:
    assert comparable(THERE) is None
    assert isinstance(comparable(Side("b", {}, "LogAppendTime")), Unproven)
    assert isinstance(comparable(THERE, [Span(1, 5, appended=True)]), Unproven), "of before the setting was changed"


def test_checkpoints_are_needed_of_all_partitions_that_have_had_messages() -> None:
    found = by_checkpoints(THERE, {ZERO: 50})
    assert isinstance(found, Bound)
    assert found.offsets == {ZERO: 50, ONE: 0}

    assert by_checkpoints(THERE, {ONE: 0}) == Unproven("b has no checkpoint of the group for t:0")
    beyond = by_checkpoints(THERE, {ZERO: 101})
    assert beyond == Unproven("t:0 of b ends before it: the topic was created again")


def test_a_checkpoint_stands_for_the_message_before_it_or_the_one_at_it() -> None:
    bound = Bound({ZERO: 50, ONE: 0}, "")
    assert neighbours(bound, THERE) == ({ZERO: 49}, {ZERO: 50}), "nothing lies before that of the other partition"
    assert neighbours(Bound({ZERO: 100, ONE: 0}, ""), THERE) == ({ZERO: 99}, {})

    before: dict[TopicPartition, Record | None] = {ZERO: Record(49, 700, None, b"m")}
    assert first_copies(bound, before, {}) == {ZERO: 700}
    assert first_copies(bound, before, {ZERO: Record(50, 600, None, b"n")}) == {ZERO: 600}
    compacted = first_copies(bound, {ZERO: Record(52, 700, None, b"m")}, {})
    assert compacted == Unproven("the message before 50 of t:0 was compacted away")


def test_checkpoints_of_copies_with_times_of_their_own_prove_nothing() -> None:
    assert isinstance(by_checkpoints(replace(THERE, timestamp_type="LogAppendTime"), {ZERO: 50}), Unproven)


def test_a_saved_position_that_was_deleted_since_is_the_first_that_is_there() -> None:
    found = by_saved(THERE, {ZERO: 3}, "yesterday")
    assert isinstance(found, Bound)
    assert found.offsets == {ZERO: 10, ONE: 0}


def test_what_is_read_again_is_not_known_where_nobody_could_count() -> None:
    assert again(Bound({ZERO: 50, ONE: 0}, ""), THERE) is None
    assert again(Bound({ZERO: 50, ONE: 0}, "", unprocessed=30, waiting=10), THERE) == 30
    assert again(Bound({ZERO: 50, ONE: 0}, "", unprocessed=300), THERE) == 0

"""Arithmetic of lag: against counting messages one by one, over many logs and positions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.ops.mirrors.lag import Lag, Standing, behind, standings

PLACE = TopicPartition("t", 0)
OFFSETS = st.integers(0, 30)


@given(begin=OFFSETS, length=OFFSETS, committed=st.none() | st.integers(0, 70))
def test_lag_lost_and_ahead_are_what_counting_gives(begin: int, length: int, committed: int | None) -> None:
    there = range(begin, begin + length)
    found = Standing(PLACE, committed, Range(begin, begin + length))
    begins = begin if committed is None else committed

    assert found.lag == sum(offset >= begins for offset in there)
    assert found.lost == (0 if committed is None else sum(committed <= offset < begin for offset in range(80)))
    assert found.ahead == (
        0 if committed is None else sum(begin + length <= offset < committed for offset in range(80))
    )
    assert behind([found]) == ({PLACE: max(begins, begin)} if found.lag else {})


def test_the_age_is_that_of_the_first_message_that_is_not_taken() -> None:
    ranges = {TopicPartition("t", number): Range(0, 10) for number in range(3)}
    positions = {TopicPartition("t", 0): 10, TopicPartition("t", 1): 9}
    lag = Lag(standings(ranges, positions, {TopicPartition("t", 1): 5_000, TopicPartition("t", 2): 1_000}), 61_000)

    assert lag.messages == 11
    assert [one.seconds(lag.now_ms) for one in lag.standings] == [0.0, 56.0, 60.0]
    assert lag.seconds == 60.0
    assert lag.uncommitted == ("t",)


def test_clocks_of_producers_that_are_ahead_give_no_negative_age() -> None:
    assert Standing(PLACE, 0, Range(0, 1), 2_000).seconds(1_000) == 0.0


def test_messages_without_a_time_have_no_age_and_are_not_taken_for_fresh() -> None:
    without = Standing(PLACE, 0, Range(0, 1), None)

    assert without.seconds(1_000) is None
    assert Lag((without,), 1_000).seconds is None
    assert Lag((without, Standing(PLACE, 0, Range(0, 1), 400)), 1_400).seconds == 1.0
    assert Lag((), 1_000).seconds == 0.0


def test_topics_are_distinguished_and_an_empty_one_needs_no_commit() -> None:
    full, empty = TopicPartition("full", 0), TopicPartition("empty", 0)
    lag = Lag(standings({full: Range(2, 5), empty: Range(7, 7)}, {full: 1}, {full: 0}), 9_000)

    assert {topic: one.messages for topic, one in lag.by_topic().items()} == {"empty": 0, "full": 3}
    assert lag.uncommitted == ()
    assert lag.lost == 1
    assert lag.to_dict()["partitions"][1] == {
        "topic": "full",
        "partition": 0,
        "earliest": 2,
        "latest": 5,
        "next": 1,
        "lag": 3,
        "seconds": 9.0,
        "lost": 1,
        "ahead": 0,
    }


def test_a_topic_that_was_made_anew_is_seen() -> None:
    again = Standing(PLACE, 40, Range(0, 3))

    assert Lag((again,), 0).ahead == (again,)
    assert (again.lag, again.ahead) == (0, 37)


def test_a_mirror_that_begins_at_the_end_has_no_lag_before_its_first_commit() -> None:
    ranges = {PLACE: Range(2, 9), TopicPartition("t", 1): Range(2, 9)}
    lag = Lag(standings(ranges, {PLACE: 5}, {}, skips=True), 0)

    assert [standing.lag for standing in lag.standings] == [4, 0]
    assert lag.uncommitted == ()

"""Groups and partitions as brokers report them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.clients.groups import DEAD, EMPTY, ActiveMember, Committed, ConsumerGroup, Range, TopicPartition


def test_partitions_sort_by_topic_then_by_number() -> None:
    assert sorted([TopicPartition("b", 1), TopicPartition("a", 10), TopicPartition("a", 9)]) == [
        ("a", 9),
        ("a", 10),
        ("b", 1),
    ]
    assert str(TopicPartition("events", 3)) == "events:3"


@given(st.builds(Committed, st.integers(0), st.text(), st.integers(-1)))
def test_a_committed_offset_is_the_same_after_a_round_trip(committed: Committed) -> None:
    assert Committed.of_dict(committed.to_dict()) == committed


@pytest.mark.parametrize("field", ["offset", "metadata", "leader_epoch"])
def test_a_committed_offset_of_the_wrong_type_is_refused(field: str) -> None:
    with pytest.raises(TypeError):
        Committed.of_dict({**Committed(1).to_dict(), field: None})


def test_a_range_holds_its_first_offset_and_the_one_after_its_last() -> None:
    assert [offset for offset in range(10) if offset in Range(3, 5)] == [3, 4, 5]
    assert str(Range(3, 5)) == "3..5"


@pytest.mark.parametrize(
    ("group", "active", "exists"),
    [
        (ConsumerGroup("g", "Stable", (ActiveMember("c", "10.0.0.1", "c-1"),)), True, True),
        (ConsumerGroup("g", "PreparingRebalance"), True, True),
        (ConsumerGroup("g", EMPTY), False, True),
        (ConsumerGroup("g", DEAD), False, False),
    ],
)
def test_a_group_is_active_while_members_are_there_or_about_to_be(
    group: ConsumerGroup, active: bool, exists: bool
) -> None:
    assert (group.is_active, group.exists) == (active, exists)


@pytest.mark.parametrize(("offset", "nearest"), [(0, 3), (3, 3), (5, 5), (9, 9), (10, 9)])
def test_the_nearest_offset_of_a_range_is_itself_or_an_end(offset: int, nearest: int) -> None:
    assert Range(3, 9).nearest(offset) == nearest

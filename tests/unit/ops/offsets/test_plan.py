"""What setting offsets would change."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.clients.groups import ActiveMember, Committed, ConsumerGroup, Range, TopicPartition
from hiera_kafka.errors import HieraKafkaError, Position
from hiera_kafka.ops.offsets.plan import (
    Observed,
    OffsetChange,
    RefusedError,
    changes,
    check_complete,
    check_inactive,
    select,
    totals,
)
from hiera_kafka.ops.offsets.target import (
    Selector,
    ShiftBy,
    ToEarliest,
    ToGiven,
    ToLatest,
    ToOffset,
    ToTime,
)

TOPICS = {"events": (0, 1, 2), "logs": (0,)}
E0, E1, E2, L0 = (
    TopicPartition("events", 0),
    TopicPartition("events", 1),
    TopicPartition("events", 2),
    TopicPartition("logs", 0),
)

ranges = st.builds(lambda first, count: Range(first, first + count), st.integers(0, 10**12), st.integers(0, 10**6))
observations = st.builds(Observed, ranges, st.none() | st.builds(Committed, st.integers(0, 2 * 10**12)))


def _ids(error: HieraKafkaError) -> list[str]:
    return [diagnostic.id for diagnostic in error.diagnostics]


class TestSelect:
    def test_without_a_topic_it_is_all_that_the_group_has_offsets_of(self) -> None:
        gone = TopicPartition("gone", 0)

        assert select(ToEarliest(), (), TOPICS, [L0, E1, gone], "g") == [E1, L0]

    def test_topics_and_partitions_may_be_named(self) -> None:
        assert select(ToEarliest(), [Selector("events", (0, 2)), Selector("logs")], TOPICS, [], "g") == [E0, E2, L0]

    def test_a_file_names_its_own(self) -> None:
        assert select(ToGiven({L0: 1, E0: 2}, {}), (), TOPICS, [E1], "g") == [E0, L0]

    def test_a_group_without_offsets_needs_a_topic(self) -> None:
        with pytest.raises(HieraKafkaError) as caught:
            select(ToEarliest(), (), TOPICS, [], "g")
        assert _ids(caught.value) == ["offsets-topic-needed"]

    def test_unknown_topics_and_partitions_are_named_all_at_once_with_the_nearest(self) -> None:
        with pytest.raises(HieraKafkaError) as caught:
            select(ToEarliest(), [Selector("event"), Selector("events", (2, 7, 9))], TOPICS, [], "g")
        assert _ids(caught.value) == ["unknown-topic", "unknown-partition"]
        assert caught.value.diagnostics[0].hint == "did you mean 'events'?"
        assert caught.value.diagnostics[1].message == "topic 'events' has no partition 7, 9; it has 0 to 2"

    def test_those_of_a_file_are_named_with_their_lines(self) -> None:
        place = TopicPartition("events", 9)
        with pytest.raises(HieraKafkaError) as caught:
            select(ToGiven({place: 1}, {place: Position("f.csv", 3, 1)}), (), TOPICS, [], "g")
        assert caught.value.diagnostics[0].where == (Position("f.csv", 3, 1),)


class TestChanges:
    @given(st.dictionaries(st.builds(TopicPartition, st.just("t"), st.integers(0, 50)), observations))
    def test_the_ends_are_always_allowed(self, observed: dict[TopicPartition, Observed]) -> None:
        assert [change.new for change in changes(ToEarliest(), observed)] == [
            observed[place].range.earliest for place in sorted(observed)
        ]
        assert [change.new for change in changes(ToLatest(), observed)] == [
            observed[place].range.latest for place in sorted(observed)
        ]

    @given(observations, st.integers(0, 2 * 10**12))
    def test_an_offset_is_taken_when_it_is_in_range_and_refused_with_the_range_when_not(
        self, seen: Observed, offset: int
    ) -> None:
        if offset in seen.range:
            (change,) = changes(ToOffset(offset), {E0: seen})
            assert change.new == offset
        else:
            with pytest.raises(HieraKafkaError, match=f"is out of range, {re.escape(str(seen.range))} is allowed"):
                changes(ToOffset(offset), {E0: seen})

    @given(ranges, st.data())
    def test_a_shift_back_undoes_a_shift(self, range_: Range, data: st.DataObject) -> None:
        old, new = (data.draw(st.integers(range_.earliest, range_.latest)) for _ in "12")
        (there,) = changes(ShiftBy(new - old), {E0: Observed(range_, Committed(old))})
        (back,) = changes(ShiftBy(old - new), {E0: Observed(range_, Committed(there.new))})

        assert (there.new, back.new) == (new, old)
        assert (there.skipped, there.reread) == (back.reread, back.skipped)

    @given(observations, st.data())
    def test_never_both_skipped_and_read_again_and_never_more_than_there_is(
        self, seen: Observed, data: st.DataObject
    ) -> None:
        new = data.draw(st.integers(seen.range.earliest, seen.range.latest))
        (change,) = changes(ToOffset(new), {E0: seen})

        assert 0 in (change.skipped, change.reread)
        assert 0 <= change.skipped + change.reread <= seen.range.latest - seen.range.earliest
        if seen.committed is not None and seen.committed.offset in seen.range:
            assert seen.committed.offset + change.skipped - change.reread == new

    def test_what_was_never_committed_cannot_be_shifted(self) -> None:
        with pytest.raises(HieraKafkaError) as caught:
            changes(ShiftBy(-1), {E0: Observed(Range(0, 5)), E1: Observed(Range(0, 5), Committed(0))})
        assert _ids(caught.value) == ["no-committed-offset", "offset-out-of-range"]

    def test_a_time_after_the_last_message_is_the_end(self) -> None:
        found = changes(ToTime(5), {E0: Observed(Range(0, 9), at=4), E1: Observed(Range(0, 9), at=None)})

        assert [change.new for change in found] == [4, 9]

    def test_messages_that_are_gone_are_not_counted(self) -> None:
        change = OffsetChange(E0, Range(100, 200), Committed(10), 150)

        assert (change.skipped, change.reread) == (50, 0)

    def test_an_offset_that_stays_needs_no_write(self) -> None:
        assert not OffsetChange(E0, Range(0, 9), Committed(3, "note", 7), 3).needed
        assert OffsetChange(E0, Range(0, 9), None, 3).needed

    def test_sums_go_over_all_partitions(self) -> None:
        back, on = (OffsetChange(E0, Range(0, 9), Committed(5), new) for new in (3, 9))

        assert totals([back, on, back]) == (4, 4)

    def test_a_line_of_a_file_that_is_out_of_range_is_named(self) -> None:
        with pytest.raises(HieraKafkaError) as caught:
            changes(ToGiven({E0: 7}, {E0: Position("f.csv", 2, 1)}), {E0: Observed(Range(0, 5))})
        assert caught.value.diagnostics[0].where == (Position("f.csv", 2, 1),)


class TestComplete:
    def test_first_offsets_of_a_topic_are_for_all_partitions_that_have_none(self) -> None:
        some = [OffsetChange(E0, Range(0, 9), None, 1)]
        with pytest.raises(HieraKafkaError) as caught:
            check_complete(some, TOPICS, {})
        assert _ids(caught.value) == ["offsets-partitions-missing"]
        assert "in partition 1 to 2 either" in caught.value.diagnostics[0].message

        check_complete([*some, OffsetChange(E1, Range(0, 9), None, 1)], TOPICS, {E2: Committed(3)})

    def test_partitions_that_have_one_may_be_set_alone(self) -> None:
        check_complete([OffsetChange(E0, Range(0, 9), Committed(1), 2)], TOPICS, {E0: Committed(1)})


class TestInactive:
    def test_members_are_named_by_client_id_and_host(self) -> None:
        group = ConsumerGroup(
            "g", "Stable", (ActiveMember("app-1", "10.0.0.1", "m1"), ActiveMember("app-2", "10.0.0.2", "m2"))
        )
        with pytest.raises(RefusedError) as caught:
            check_inactive(group)
        assert _ids(caught.value) == ["group-active"]
        assert "belong to app-1@10.0.0.1, app-2@10.0.0.2" in caught.value.diagnostics[0].message

    def test_a_group_that_is_just_forming_is_refused_too(self) -> None:
        with pytest.raises(RefusedError, match="members that are just joining"):
            check_inactive(ConsumerGroup("g", "PreparingRebalance"))

    @pytest.mark.parametrize("state", ["Empty", "Dead"])
    def test_others_pass(self, state: str) -> None:
        check_inactive(ConsumerGroup("g", state))

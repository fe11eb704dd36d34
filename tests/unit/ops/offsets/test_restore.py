"""What undoing finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.clients.groups import Committed, Range, TopicPartition
from hiera_kafka.ops.offsets.restore import Standing, Written, restores

PLACE = TopicPartition("events", 0)
TOPICS = {"events": (0,)}
RANGES = {PLACE: Range(1, 9)}
committed = st.none() | st.builds(Committed, st.integers(0, 5), st.sampled_from(["", "note"]), st.integers(-1, 2))


def _standing(before: Committed | None, after: Committed | None, now: Committed | None) -> Standing:
    (found,) = restores([Written(PLACE, before, after)], {} if now is None else {PLACE: now}, TOPICS, RANGES)
    return found.standing


@given(committed, committed, committed)
def test_each_partition_is_as_it_was_or_as_it_was_set_or_neither(
    before: Committed | None, after: Committed | None, now: Committed | None
) -> None:
    expected = Standing.ALREADY if now == before else Standing.RESTORE if now == after else Standing.MOVED

    assert _standing(before, after, now) == expected


def test_a_partition_that_is_no_more_cannot_be_restored() -> None:
    written = [
        Written(TopicPartition("events", 1), Committed(1), Committed(2)),
        Written(TopicPartition("x", 0), None, None),
    ]

    assert [found.standing for found in restores(written, {}, TOPICS, RANGES)] == [Standing.GONE, Standing.GONE]


@pytest.mark.parametrize(("now", "offset"), [(None, None), (Committed(2), 2)])
def test_programs_get_all_three_offsets(now: Committed | None, offset: int | None) -> None:
    (found,) = restores([Written(PLACE, Committed(1), Committed(2))], {PLACE: now} if now else {}, TOPICS, RANGES)

    assert found.to_dict() == {
        "topic": "events",
        "partition": 0,
        "was": 1,
        "set": 2,
        "now": offset,
        "becomes": 1,
        "standing": "restore" if now else "moved",
    }


@given(committed, committed, committed)
def test_a_partition_of_a_topic_that_was_made_again_is_never_restored(
    before: Committed | None, after: Committed | None, now: Committed | None
) -> None:
    (found,) = restores([Written(PLACE, before, after)], {PLACE: now} if now else {}, TOPICS, RANGES, {"events"})

    assert found.standing is (Standing.ALREADY if before is None and now is None else Standing.RECREATED)


@pytest.mark.parametrize(("old", "becomes"), [(0, 1), (5, 5), (12, 9)])
def test_the_nearest_offset_that_is_there_is_taken_where_that_is_asked_for(old: int, becomes: int) -> None:
    before = Committed(old, "note", 3)
    written = [Written(PLACE, before, Committed(2))]
    (as_it_was,) = restores(written, {}, TOPICS, RANGES)
    (nearest,) = restores(written, {}, TOPICS, RANGES, nearest=True)

    assert as_it_was.target == before
    assert nearest.target == (before if old == becomes else Committed(becomes))

"""Whether topics are still those of an entry."""

from __future__ import annotations

import pytest

from hiera_kafka.clients.groups import Committed, Range, TopicPartition
from hiera_kafka.ops.offsets.identity import Identity, identify
from hiera_kafka.ops.offsets.restore import Written

PLACE = TopicPartition("events", 0)
OLD = Written(PLACE, Committed(1), Committed(5), 9)


@pytest.mark.parametrize(
    ("then", "now", "end", "expected"),
    [
        ("a", "a", 9, Identity()),
        ("a", "a", 3, Identity()),  # the same topic that lost its end: what is in range decides
        ("a", "b", 9, Identity({"events": "had id a and has id b"})),
        (None, "b", 9, Identity(unknown=("events",))),
        ("a", None, 20, Identity(unknown=("events",))),
        (None, None, 9, Identity(unknown=("events",))),
        (None, None, 8, Identity({"events": "ended at 9 or later in events:0 and ends at 8"})),
    ],
)
def test_ids_decide_and_without_them_an_end_that_went_back(
    then: str | None, now: str | None, end: int, expected: Identity
) -> None:
    before, after = ({} if found is None else {"events": found, "other": "x"} for found in (then, now))

    assert identify(before, after, [OLD], {PLACE: Range(0, end)}) == expected


@pytest.mark.parametrize(("end", "recreated"), [(4, True), (5, False)])
def test_an_entry_that_has_no_end_was_set_no_further_than_that(end: int, recreated: bool) -> None:
    old = Written(PLACE, None, Committed(5))

    assert bool(identify({}, {}, [old], {PLACE: Range(0, end)}).recreated) is recreated


def test_a_partition_that_is_gone_says_nothing() -> None:
    assert identify({"events": "a"}, {}, [OLD], {}) == Identity()

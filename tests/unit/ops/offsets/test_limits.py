"""Which offsets a group may be given."""

from __future__ import annotations

import pytest

from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.ops.offsets.limits import out_of_range

PLACE = TopicPartition("events", 0)


@pytest.mark.parametrize("offset", [5, 7, 9])
def test_from_the_first_message_to_one_past_the_last_is_allowed(offset: int) -> None:
    assert out_of_range(PLACE, offset, Range(5, 9), "hint") is None


@pytest.mark.parametrize("offset", [-1, 4, 10])
def test_what_is_not_there_is_refused_with_what_is(offset: int) -> None:
    found = out_of_range(PLACE, offset, Range(5, 9), "a hint")

    assert found is not None
    assert (found.id, found.hint) == ("offset-out-of-range", "a hint")
    assert found.message == f"offset {offset} of events:0 is out of range, 5..9 is allowed"

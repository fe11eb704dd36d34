"""Lists and counts in results."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.verify.lists import count, some


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, ""), (1, "0"), (5, "0, 1, 2, 3, 4"), (6, "0, 1, 2, 3, 4 and 1 more"), (20, "0, 1, 2, 3, 4 and 15 more")],
)
def test_of_many_the_first_are_written_out(number: int, words: str) -> None:
    assert some(range(number)) == words


def test_one_is_no_plural() -> None:
    assert [count(number, "partition") for number in (0, 1, 2)] == ["0 partitions", "1 partition", "2 partitions"]

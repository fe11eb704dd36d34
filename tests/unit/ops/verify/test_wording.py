"""Numbers of hosts in the words of results; whatever they are, there is text."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import Position
from hiera_kafka.ops.verify import wording
from hiera_kafka.source import Origin


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0.0 KiB"), (1536, "1.5 KiB"), (2**20, "1.0 MiB"), (85 * 2**30, "85.0 GiB"), (2**70, "1048576.0 PiB")],
)
def test_sizes(count: int, text: str) -> None:
    assert wording.size(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.25, "0.25 s"),
        (1, "1 s"),
        (61, "1 min 1 s"),
        (3600, "1 h"),
        (86400 + 3, "1 d"),
        (3 * 86400 + 4 * 3600 + 59, "3 d 4 h"),
        (math.inf, "inf s"),
    ],
)
def test_times(seconds: float, text: str) -> None:
    assert wording.span(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "1970-01-01 00:00:00 UTC"), (1e18, "1e+18 s after 1970"), (math.nan, "nan s after 1970")],
)
def test_moments(seconds: float, text: str) -> None:
    assert wording.moment(seconds) == text


@given(st.floats())
def test_any_number_is_said(number: float) -> None:
    assert wording.span(number)
    assert wording.moment(number)


@given(st.integers())
def test_any_count_is_said(count: int) -> None:
    assert wording.size(count)


def test_of_many_names_the_first_are_said_and_how_many_more_there_are() -> None:
    assert wording.some([]) == ""
    assert wording.some("abcde") == "a, b, c, d, e"
    assert wording.some("abcdefg") == "a, b, c, d, e and 2 more"


def test_what_no_file_says_is_called_a_default() -> None:
    assert wording.defaulted("1", Origin.default("table")) == "1 (default)"
    assert wording.defaulted("1", Origin.default("table"), Origin.given("data", Position("a.yaml", 1))) == "1"


def test_one_is_no_plural() -> None:
    assert [wording.count(number, "partition") for number in (0, 1, 2)] == [
        "0 partitions",
        "1 partition",
        "2 partitions",
    ]

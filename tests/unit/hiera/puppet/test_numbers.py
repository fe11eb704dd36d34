"""Numbers out of texts, as Ruby and Puppet read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.hiera.puppet import numbers
from hiera_kafka.hiera.puppet.numbers import ConversionError
from hiera_kafka.hiera.values.ruby import Symbol

DEFAULT = Symbol("default")


@pytest.mark.parametrize(
    ("text", "base", "number"),
    [
        ("017", DEFAULT, 15), ("017", 10, 17), ("0x1F", 16, 31), ("0b11", 16, 0xB11), ("0b11", 2, 3),
        ("- 5", DEFAULT, -5), (" 5", DEFAULT, 5), ("+\t7", DEFAULT, 7), (True, DEFAULT, 1), (3.9, DEFAULT, 3),
        (-3.9, DEFAULT, -3),
    ],
)  # fmt: skip
def test_integers(text, base, number):
    assert numbers.integer(text, base) == number


@pytest.mark.parametrize(
    ("text", "base"),
    [("08", DEFAULT), ("0x1F", 10), ("0b11", 10), ("2", 2), ("5 ", DEFAULT), (" -5", DEFAULT), ("-\n5", DEFAULT),
     ("1_0", DEFAULT), ("", DEFAULT), ("5", 3), ("5", 10.0), ("5", [10]), ("9" * 5000, DEFAULT),
     (float("inf"), DEFAULT),
     (float("nan"), DEFAULT), (None, DEFAULT), ("٣", DEFAULT)],
)  # fmt: skip
def test_what_is_no_integer(text, base):
    with pytest.raises(ConversionError):
        numbers.integer(text, base)


@pytest.mark.parametrize(
    ("text", "real", "numeric"),
    [
        ("1.5", 1.5, 1.5), ("1e3", 1000.0, 1000.0), ("017", 17.0, 15), ("0x1F", 31.0, 31), ("0b11", 3.0, 3),
        ("- 2", -2.0, -2), ("1e400", float("inf"), float("inf")), (True, 1.0, 1), (5, 5.0, 5),
    ],
)  # fmt: skip
def test_reals(text, real, numeric):
    made = numbers.real(text), numbers.numeric(text)
    assert made == (real, numeric)
    assert [type(number) for number in made] == [float, type(numeric)]


@pytest.mark.parametrize("text", ["08", "1.", ".5", "1e+3", "-0b11", "x", "", "5 ", None, float("nan"), "inf"])
def test_what_is_no_number(text):
    for make in (numbers.real, numbers.numeric):
        with pytest.raises(ConversionError):
            make(text)


def test_puppet_makes_no_float_of_the_text_zero():
    with pytest.raises(ConversionError, match=r"write 0\.0"):
        numbers.real("0")
    assert (numbers.numeric("0"), numbers.real("0.0"), numbers.real(10**400)) == (0, 0.0, float("inf"))


@given(st.integers())
def test_every_integer_is_read_back(number):
    assert numbers.integer(str(number), 10) == numbers.numeric(str(number)) == number

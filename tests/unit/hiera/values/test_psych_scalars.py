"""Plain scalars mean what Ruby's Psych makes of them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.hiera.values.psych_scalars import UnquotedDate, resolve
from hiera_kafka.hiera.values.ruby import Symbol

TABLE = {
    "": None, "~": None, "nULL": None, "null": None,
    "yes": True, "tRue": True, "oN": True, "no": False, "OFF": False,
    "y": "y", "N": "N", "t": "t", "falsely": "falsely",
    "1": 1, "+1": 1, "-7": -7, "1,000": 1000, "1_0": 10, "1_": "1_", "1__0": "1__0",
    "014": 12, "0_7": 7, "08": "08", "0o14": "0o14", "0x1F": 31, "-0x1f": -31, "0x": "0x", "0b101": 5, "0b2": "0b2",
    "1:30": 5400, "08:30": 30600, "190:20:30": 685230, "12:30:45": 45045, "-1:30": -1800, "1:60": "1:60",
    "1:2:3:4": "1:2:3:4", "1:30.5": 5430.0,
    "1.5": 1.5, ".5": 0.5, "5.": 5.0, "1,000.5": 1000.5, "1.0e+3": 1000.0, "1e3": "1e3", "0.1e1": "0.1e1",
    ".": ".", "1.5_0": "1.5_0", ".inf": math.inf, "-.INF": -math.inf,
    ":foo": Symbol("foo"), "::1": Symbol(":1"), ":": ":", "a:b": "a:b", ':"x y"': Symbol("x y"),
    "2001-12-14 21:59": "2001-12-14 21:59", "2001-13-01": "2001-13-01", "192.0.2.1": "192.0.2.1",
    "two\nlines": "two\nlines",
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), TABLE.items(), ids=[repr(text) for text in TABLE])
def test_a_plain_scalar_means(text, value):
    found = resolve(text)
    assert (type(found), found) == (type(value), value)


def test_nan_is_a_float():
    assert math.isnan(resolve(".NaN"))


@pytest.mark.parametrize(
    "text", ["2001-01-01", "2001-1-1", "2001-02-30", "2001-12-14 21:59:43", "2001-12-14T21:59:43Z"]
)
def test_dates_and_times_are_refused(text):
    with pytest.raises(UnquotedDate):
        resolve(text)


@given(st.integers())
def test_decimal_integers_of_any_size_are_read_back(number):
    assert resolve(str(number)) == number


@given(st.text(min_size=6, alphabet=st.characters(categories=("L",))))
def test_words_longer_than_five_letters_are_text(word):
    assert resolve(word) == word

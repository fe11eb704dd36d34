"""Ruby's text, equality and order."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.hiera.values import ruby

data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (999999999999999.0, "999999999999999.0"), (-1e15, "-1.0e+15"), (1234567890123456.0, "1.234567890123456e+15"),
        (None, ""), (True, "true"), (1e20, "1.0e+20"), (1e-5, "1.0e-05"), (100.0, "100.0"), (math.inf, "Infinity"),
        (math.nan, "NaN"), (["a", 1, None], '["a", 1, nil]'), ({"a": 1, 1: "x"}, '{"a"=>1, 1=>"x"}'),
        (['q"\\\n\x1b#{x}#y\x7f é'], '["q\\"\\\\\\n\\e\\#{x}#y\\u007F é"]'), (ruby.Symbol("default"), "default"),
        (["\udcff"], '["\\xFF"]'), ([ruby.Symbol("a"), ruby.OddKey([1], "[1]")], "[:a, [1]]"),
        (ruby.Sensitive("pw"), "Sensitive [value redacted]"), (ruby.Rich("semver", "1.2.3"), "1.2.3"),
    ],
)  # fmt: skip
def test_text_of_a_value_is_rubys(value, text):
    assert ruby.text(value) == text


def test_equality_distinguishes_numbers_of_different_types():
    assert len({ruby.eql_key(value) for value in (1, 1.0, True, "1")}) == 4


@given(data, data)
def test_values_with_one_key_are_equal(left, right):
    if ruby.eql_key(left) == ruby.eql_key(right):
        assert left == right


def test_texts_are_sorted_by_bytes():
    assert ruby.sort(["b", "B", "é", "10", "9", ""]) == ["", "10", "9", "B", "b", "é"]


def test_lists_are_sorted_element_by_element():
    assert ruby.sort([[2], [1, 3], [1]]) == [[1], [1, 3], [2]]


@pytest.mark.parametrize(
    "values", [["a", 1], [None, "a"], [{"a": 1}, {}], [math.nan, 1.0], [True, False], [[1], ["a"]]]
)
def test_values_without_order_are_not_sorted(values):
    with pytest.raises(ruby.Incomparable, match=r"comparison of \w+ with .+ failed"):
        ruby.sort(values)


@given(st.lists(st.integers() | st.floats(allow_nan=False)))
def test_numbers_are_sorted_by_size(numbers):
    assert ruby.sort(numbers) == sorted(numbers)


@given(data)
def test_a_description_never_shows_a_text(value):
    assert ruby.described(value) in {
        "null", "true", "false", "an empty text", "a text", "an integer", "a float", "a list", "a hash",
    }  # fmt: skip


def test_a_secret_is_not_in_its_repr():
    assert "hunter2" not in repr(ruby.Sensitive("hunter2"))


def test_names_of_classes_are_rubys():
    assert [ruby.class_name(value) for value in (None, True, False, "", 1, 1.5, [], {})] == [
        "NilClass", "TrueClass", "FalseClass", "String", "Integer", "Float", "Array", "Hash",
    ]  # fmt: skip

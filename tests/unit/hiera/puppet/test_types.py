"""Puppet's types hold what Puppet says they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.hiera.puppet.types import TypeSyntaxError, parse_type
from hiera_kafka.hiera.values.ruby import Rich, Sensitive, Symbol


@pytest.mark.parametrize(
    ("type_", "yes", "no"),
    [
        ("Integer", [5], [5.0, True, "5"]), ("Integer[6]", [6], [5]), ("Integer[default, 3]", [-9], [4]),
        ("Float[0.0, 1.0]", [0.5], [2.5, 1]), ("Numeric", [1, 1.5], ["1", True]), ("String[1]", ["x"], [""]),
        ("Boolean", [True], [1]), ("Boolean[false]", [False], [True]), ("Enum[a, 'b c']", ["a", "b c"], ["c", 1]),
        ("Pattern[/^x/, 'y$']", ["xa", "ay"], ["ab", 1]), ("Undef", [None], [0]), ("NotUndef", [0], [None]),
        ("Optional[Integer]", [None, 1], ["1"]), ("NotUndef[Integer]", [1], [None, "x"]),
        ("Array", [[], [None]], [{}, "x"]),
        ("Array[Integer, 1, 2]", [[1]], [[], [1, 2, 3], ["x"]]), ("Hash[String, Integer, 1]", [{"a": 1}], [{}, {1: 1}]),
        ("Tuple[String, Integer]", [["a", 1]], [["a"], [1, "a"], "x"]), ("Tuple[Integer, 1, 5]", [[1, 2]], [[]]),
        ("Struct[{a => Integer, Optional[b] => String}]", [{"a": 1}, {"a": 1, "b": "x"}], [{}, {"a": 1, "c": 1}, 1]),
        ("Struct[{'a' => Optional[Integer]}]", [{}, {"a": None}], [{"a": "x"}]),
        ("Collection[1]", [[1], {"a": 1}], [[], 1]),
        ("Variant[Integer, String]", [1, "x"], [None]), ("Scalar", ["x", 1], [None, []]),
        ("Data", [{"a": [None]}], [{1: 1}]),
        ("RichData", [{1: Sensitive(1)}], [Symbol("x")]), ("Iterable[Integer]", [[1], 3], [["x"]]),
        ("Iterable", ["x"], [1.5]),
        ("Init[Integer]", [1, 1.5], ["x"]), ("Init[String]", [1], []),
        ("Sensitive[Integer]", [Sensitive(1)], [Sensitive("x"), 1]),
        ("Default", [Symbol("default")], ["default"]), ("Any", [None, {}], []),
        ("SemVer", [Rich("semver", "1.2.3")], ["1.2.3"]),
        ("ScalarData", [1], [None]), ("NoSuchType", [], [1, None]), ("Callable", [], ["x"]),
    ],
)  # fmt: skip
def test_a_type_holds(type_, yes, no):
    parsed = parse_type(type_)
    assert [value for value in yes if not parsed.holds(value)] == []
    assert [value for value in no if parsed.holds(value)] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "integer",
        "Integer[",
        "Integer[]",
        "Integer]",
        "String[x]",
        "Struct[{a 1}]",
        "TypeReference['x']",
        "Array[=>]",
    ],
)
def test_what_is_no_type_is_refused(text):
    with pytest.raises(TypeSyntaxError, match="is no type"):
        parse_type(text)


@given(st.integers(), st.integers(), st.integers())
def test_an_integer_range_holds_what_lies_in_it(low, high, value):
    if low > high:
        with pytest.raises(TypeSyntaxError, match="above the greatest"):
            parse_type(f"Integer[{low}, {high}]")
    else:
        assert parse_type(f"Integer[{low}, {high}]").holds(value) == (low <= value <= high)


@pytest.mark.parametrize("text", ["Array[" * 50_000, "Pattern[/(/]", "Struct[{a => " * 5000])
def test_a_text_that_nests_without_end_or_holds_no_pattern_is_no_type(text):
    with pytest.raises(TypeSyntaxError):
        parse_type(text)

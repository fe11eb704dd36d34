"""Strategies and their laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.merging.merge import strategy_of
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import LevelFile, Place
from hiera_kafka.hiera.values.ruby import eql_key

scalars = st.integers() | st.text(max_size=3) | st.booleans()
flat = st.dictionaries(st.sampled_from("abcd"), scalars)
nested = st.dictionaries(
    st.sampled_from("abc"),
    st.recursive(scalars, lambda inner: st.dictionaries(st.sampled_from("abc"), inner), max_leaves=8),
)


def made(value, file, line=1):
    place = Place(LevelFile(file, file), line, 1)
    if isinstance(value, dict):
        return Node({key: made(item, file) for key, item in value.items()}, place, dict.fromkeys(value, place))
    if isinstance(value, list):
        return Node([made(item, file) for item in value], place)
    return Node(value, place)


def merged(strategy, *values):
    """Merge values, the highest first, as files of one level."""
    nodes = [None if value is None else made(value, str(at)) for at, value in enumerate(values)]
    return strategy_of(strategy).over(nodes, lambda node: node)


@pytest.mark.parametrize(
    ("strategy", "values", "result"),
    [
        ("first", [None, {"a": 1}, {"b": 2}], {"a": 1}), ("default", [1, 2], 1),
        ("unique", ["a", ["b", ["a"]], "c"], ["a", "b", "c"]), ("unique", [[1, 1.0, True]], [1, 1.0, True]),
        ("unique", [["a", ["b", "a"], "a"]], ["a", ["b", "a"]]), ("unique", ["x"], "x"), ("unique", ["x", None], ["x"]),
        ("hash", [{"a": {"x": 1}}, {"a": {"y": 2}, "b": 3}], {"a": {"x": 1}, "b": 3}),
        ("deep", [{"a": {"x": 1}}, {"a": {"y": 2}, "b": [1]}], {"a": {"y": 2, "x": 1}, "b": [1]}),
        ("deep", ["text", {"a": 1}], "text"), ("reverse_deep", [{"a": 1}, {"a": 2}], {"a": 2}),
    ],
)  # fmt: skip
def test_values_are_merged(strategy, values, result):
    assert merged(strategy, *values).plain == result


@given(st.sampled_from(["first", "unique", "hash", "deep"]), nested)
def test_a_value_alone_stays_as_it_is(strategy, value):
    assert merged(strategy, value).plain == value


@given(st.sampled_from(["hash", "deep"]), nested)
def test_an_empty_hash_changes_nothing(strategy, value):
    assert merged(strategy, value, {}).plain == value
    assert merged(strategy, {}, value).plain == value


@given(st.sampled_from(["hash", "deep"]), nested)
def test_merging_a_value_with_itself_changes_nothing(strategy, value):
    assert merged(strategy, value, value).plain == value


@given(st.lists(scalars))
def test_unique_elements_stay_unique(values):
    result = merged("unique", values, values).plain
    assert len({eql_key(item) for item in result}) == len(result)
    assert {eql_key(item) for item in result} == {eql_key(item) for item in values}


@given(flat, flat, flat)
def test_merging_hashes_is_associative(high, middle, low):
    pair = merged("hash", high, middle).plain
    assert merged("hash", pair, low).plain == merged("hash", high, middle, low).plain


@given(st.sampled_from(["hash", "deep"]), nested, nested)
def test_each_leaf_keeps_the_origin_of_the_value_that_won(strategy, high, low):
    result = merged(strategy, high, low)
    for path, origin in result.trace().leaves():
        source = {"0": high, "1": low}[origin.level]
        value, out = source, result.plain
        for key in path:
            value, out = value[key], out[key]
        assert eql_key(value) == eql_key(out)


@given(nested, nested)
def test_merging_never_changes_what_is_merged(high, low):
    nodes = [made(high, "0"), made(low, "1")]
    strategy_of("deep").over(nodes, lambda node: node)
    assert [made(high, "0").plain, made(low, "1").plain] == [high, low] == [node.plain for node in nodes]


@pytest.mark.parametrize(
    ("strategy", "values"),
    [("hash", [{"a": 1}, "x"]), ("hash", [["x"], {"a": 1}]), ("hash", [{1: 1}, {"a": 1}]), ("unique", ["x", {"a": 1}])],
)
def test_values_that_do_not_fit_are_an_error_with_both_places(strategy, values):
    with pytest.raises(HieraError) as caught:
        merged(strategy, *values)
    assert caught.value.diagnostics[0].id == "merge-type"
    assert {position.file for position in caught.value.diagnostics[0].where} == {"0", "1"}


@pytest.mark.parametrize(
    "merge",
    ["nope", "Deep", {}, {"strategy": 5}, {"Strategy": "deep"}, {"strategy": "first", "x": 1},
     {"strategy": "deep", "nope": 1}, {"strategy": "deep", "sort_merged_arrays": "yes"},
     {"strategy": "deep", "knockout_prefix": 1}],
)  # fmt: skip
def test_wrong_options_are_an_error(merge):
    with pytest.raises(HieraError, match="merge-options"):
        strategy_of(merge)


def test_a_misspelled_strategy_comes_with_the_nearest():
    with pytest.raises(HieraError, match="did you mean 'unique'"):
        strategy_of("uniqe")

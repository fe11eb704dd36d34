"""Deep merging, quirks of the gem included."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.merging.deep_merge import DeepOptions, deep_merge
from hiera_kafka.hiera.merging.merge import Deep
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.source import Origin

KNOCK = {"knockout_prefix": "--"}


def merged(high, low, **options):
    nodes = [Node.of(value, Origin.given("test")) for value in (high, low)]
    return deep_merge(*nodes, DeepOptions(**options)).plain


@pytest.mark.parametrize(
    ("high", "low", "options", "result"),
    [
        ([1, 2], [2, 3], {}, [2, 3, 1]), ([3, 1], [2], {"sort_merged_arrays": True}, [1, 2, 3]),
        ({"a": [2, 1]}, {"b": [2, 1]}, {"sort_merged_arrays": True}, {"b": [2, 1], "a": [1, 2]}),
        ([{"a": 1}], [{"b": 2}, {"c": 3}], {"merge_hash_arrays": True}, [{"b": 2, "a": 1}, {"c": 3}]),
        ([{"a": 1}, {"d": 1}], [{"b": 2}], {"merge_hash_arrays": True}, [{"b": 2, "a": 1}, {"d": 1}]),
        ([1], [2], {"overwrite_arrays": True}, [1]), ([1], [1], {"keep_array_duplicates": True}, [1, 1]),
        (None, [1], {}, [1]), ([1], None, {}, [1]), ({"a": 1}, False, {}, {"a": 1}),
        ({"a": None}, {"a": 1}, {}, {"a": 1}),
        ({"a": False}, {"a": 1}, {}, {"a": False}), ({"a": {"b": 1}}, {"a": [1]}, {}, {"a": {"b": 1}}),
        ({}, "x", {}, "x"),
        (["--b", "b"], ["a", "b"], KNOCK, ["a", "b"]), (["--a", "c"], ["a", "b"], KNOCK, ["b", "c"]),
        (["--", "c"], ["a"], KNOCK, ["c"]), ("--x", "y", KNOCK, ""), ({"a": "--"}, {}, KNOCK, {"a": ""}),
        ({"l": ["--x", "y", "z"]}, {"m": 1}, KNOCK, {"m": 1, "l": ["y", "z"]}),
        ({"a": {"l": ["--x", "y", "z"]}}, {"m": 1}, KNOCK, {"m": 1, "a": {"l": ["z"]}}),
        ({"a": {"l": ["y", "--x", "z"]}}, {"m": 1}, KNOCK, {"m": 1, "a": {"l": ["y"]}}),
        ({"a": {"l": ["--", "y"]}}, {"m": 1}, KNOCK, {"m": 1, "a": {"l": []}}),
        (["x.y"], ["y", "z"], {"knockout_prefix": "x."}, ["z"]), (["--a"], "x", KNOCK, []),
        ({"a": [2, 1]}, "x", {"sort_merged_arrays": True}, {"a": [2, 1]}),
        ({"z": 1, "a": [2, 1]}, "x", {"sort_merged_arrays": True}, {"z": 1, "a": [1, 2]}),
        ({"a": None}, {"a": 1}, {"merge_nil_values": True}, {"a": None}),
    ],
)  # fmt: skip
def test_values_are_merged_as_by_the_gem(high, low, options, result):
    assert merged(high, low, **options) == result


def test_an_empty_prefix_is_refused_when_two_values_meet():
    high, low = (Node.of([1], Origin.given("test")) for _ in range(2))
    with pytest.raises(HieraError, match="merge-options"):
        Deep(DeepOptions(knockout_prefix="")).merge(high, low)


def test_a_prefix_that_is_no_regular_expression_is_refused():
    with pytest.raises(HieraError, match="merge-options"):
        merged(["a"], [2], knockout_prefix="(")
    assert merged([1], [2], knockout_prefix="(") == [2, 1]  # no text is compared with it


def test_lists_without_order_are_not_sorted():
    node = Node.of(["a", 1], Origin.given("test"))
    with pytest.raises(HieraError, match="merge-type"):
        Deep(DeepOptions(sort_merged_arrays=True)).merge(node, node)

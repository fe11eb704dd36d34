"""Ruby's calls on raw data."""

from __future__ import annotations

from typing import Any

import pytest

from hiera_kafka.dialects.wikimedia import ruby_calls
from hiera_kafka.dialects.wikimedia.errors import WikimediaError


@pytest.mark.parametrize(("value", "expected"), [(None, False), (False, False), (0, True), ("", True), ([], True)])
def test_only_nil_and_false_are_false(value: Any, expected: bool) -> None:
    assert ruby_calls.truthy(value) is expected


def test_keys_of_other_types_are_other_keys() -> None:
    data = {7: "number", "7": "text"}
    assert [ruby_calls.fetch(data, key) for key in (7, "7", 7.0, True, None)] == ["number", "text", None, None, None]
    assert ruby_calls.has_key({1: "one"}, 1)
    assert not ruby_calls.has_key({1: "one"}, True)


def test_text_is_asked_for_a_part_of_it() -> None:
    assert ruby_calls.index("the hosts", "hosts", "x") == "hosts"
    assert ruby_calls.index("text", "hosts", "x") is None


def test_text_and_lists_are_asked_by_number() -> None:
    assert [ruby_calls.index("ab", key, "x") for key in (0, -1, 1.9, 2, -3)] == ["a", "b", "b", None, None]
    assert [ruby_calls.index(["a"], key, "x") for key in (0, 1)] == ["a", None]
    for key in (True, None, float("inf"), float("nan")):
        with pytest.raises(WikimediaError):
            ruby_calls.index(["a"], key, "x")


def test_pairs_of_a_list_are_its_lists() -> None:
    assert list(ruby_calls.each_pair([["a", 1, 2], ["b"], "c"], "x")) == [("a", 1), ("b", None), ("c", None)]


@pytest.mark.parametrize(("value", "category"), [(None, "ruby_nil"), (True, "ruby_wrong_type"), (7, "ruby_wrong_type")])
def test_what_lacks_a_method_is_refused(value: Any, category: str) -> None:
    for call in (
        lambda: ruby_calls.index(value, "key", "x"),
        lambda: list(ruby_calls.each_pair(value, "x")),
        lambda: ruby_calls.as_hash(value, "keys", "x"),
    ):
        with pytest.raises(WikimediaError, match="x: a hash is needed, found") as refused:
            call()
        assert refused.value.category == category


def test_text_and_numbers_have_no_order() -> None:
    assert ruby_calls.sort([10, 9], "ids") == [9, 10]
    with pytest.raises(WikimediaError, match="ids cannot be sorted") as refused:
        ruby_calls.sort([10, "9"], "ids")
    assert refused.value.category == "unsortable_ids"

"""Fields of an answer: each with its form, and none that a terminal obeys."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from hiera_kafka.ops.look.fields import Fields, OddError

READERS: dict[str, Callable[[Fields], Any]] = {
    "text": lambda fields: fields.text("x"),
    "paragraph": lambda fields: fields.paragraph("x"),
    "count": lambda fields: fields.count("x"),
    "number": lambda fields: fields.number("x"),
    "flag": lambda fields: fields.flag("x"),
    "fields": lambda fields: fields.fields("x"),
    "objects": lambda fields: fields.objects("x"),
    "listed": lambda fields: fields.listed("x"),
    "texts": lambda fields: fields.texts("x"),
    "words": lambda fields: fields.words("x"),
    "lists": lambda fields: fields.lists("x"),
    "flags": lambda fields: fields.flags("x"),
    "counts": lambda fields: fields.counts("x"),
    "rows": lambda fields: fields.rows("x", 2),
}


@pytest.mark.parametrize(
    ("reader", "value", "found"),
    [
        ("text", "a\x1b[31m\nb", "a\\x1b[31m\\nb"),
        ("text", "x" * 5000, "x" * 4096),
        ("paragraph", "a\n\x07b", "a\n\\x07b"),
        ("count", 0, 0),
        ("count", 2**63, 2**63),
        ("number", 1, 1.0),
        ("flag", False, False),
        ("texts", ["a", "\x1b"], ("a", "\\x1b")),
        ("words", {"a\x1b": "b"}, {"a\\x1b": "b"}),
        ("lists", {"a\x1b": ["b", "\x1b"], "c": []}, {"a\\x1b": ("b", "\\x1b"), "c": ()}),
        ("lists", None, {}),
        ("flags", {"a": True}, {"a": True}),
        ("counts", {"a": 1, "b": None}, {"a": 1, "b": None}),
        ("rows", [[1, 2]], [[1, 2]]),
        ("fields", None, None),
        ("objects", None, {}),
    ],
)
def test_what_has_the_agreed_form_is_read(reader: str, value: Any, found: Any) -> None:
    assert READERS[reader](Fields({"x": value}, "facts")) == found


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        *(("text", value) for value in (1, None, [], {}, True)),
        *(("paragraph", value) for value in (1, ["a"])),
        *(("count", value) for value in (-1, 2**64, 1.5, "1", True, None)),
        *(("number", value) for value in (math.nan, math.inf, -math.inf, 10**400, 1e300, "1", False, None)),
        *(("flag", value) for value in (0, "true", None)),
        *(("fields", value) for value in ([], "a", 1)),
        *(("objects", value) for value in ([], {"a": 1})),
        *(("listed", value) for value in ({}, "a", [1], None)),
        *(("texts", value) for value in ("abc", [1], {"a": 1})),
        *(("words", value) for value in ({"a": 1}, ["a"])),
        *(("lists", value) for value in ({"a": "b"}, {"a": [1]}, {"a": None}, [], 0)),
        ("flags", {"a": 1}),
        ("counts", {"a": -1}),
        *(("rows", value) for value in ([[1]], [1], {"a": 1}, [[1, 2, 3]])),
        ("texts", ["a"] * 100_001),
        ("words", {str(number): "a" for number in range(100_001)}),
    ],
)
def test_what_has_another_form_is_refused_with_its_place(reader: str, value: Any) -> None:
    with pytest.raises(OddError, match=r"^facts\.x"):
        READERS[reader](Fields({"x": value}, "facts"))


def test_what_is_missing_is_empty_or_null_where_that_is_allowed() -> None:
    fields = Fields({}, "facts")
    assert (fields.texts("x"), fields.objects("x"), fields.words("x"), fields.listed("x")) == ((), {}, {}, [])
    assert [
        fields.text_or_none("x"),
        fields.count_or_none("x"),
        fields.number_or_none("x"),
        fields.flag_or_none("x"),
    ] == [None] * 4

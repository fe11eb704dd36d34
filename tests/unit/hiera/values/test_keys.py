"""Keys are split at dots, and values are dug into."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.values import keys
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.source import Origin

VALUE = Node.of({"a": {"b": [10, {"c": None}]}, 1: "int", "1": "text", "s": "x", "n": 5}, Origin.given("test"))


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("a", ("a",)), (" s", (" s",)), ("a.b.0", ("a", "b", 0)), ("'a.b'.c", ("a.b", "c")), ('a."1"', ("a", "1")),
        ("a.+1", ("a", 1)), ("a.-1", ("a", -1)), ("a.:1", ("a", 0)), ("a. b ", ("a", "b")), ("a::b.c", ("a::b", "c")),
        ("''", None), ("a..b", None), (".a", None), ("a.", None), ("a'b'", None), ("'a'.", None), ("'a", None),
    ],
)  # fmt: skip
def test_a_key_is_split(text, segments):
    if segments is None:
        with pytest.raises(HieraError, match="key-syntax"):
            keys.split(text)
    else:
        assert keys.split(text) == segments


@given(st.lists(st.text(alphabet="abc_:", min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_joined_names_are_split_again(names):
    assert keys.split(".".join(names)) == tuple(names)


@pytest.mark.parametrize(("key", "module"), [("a", None), ("m::a", "m"), ("m::n::a.b", "m"), ("::a", "::a")])
def test_the_first_part_of_a_root_names_the_module(key, module):
    assert keys.parse(key).module == module


def test_a_number_cannot_be_the_root_of_a_dotted_key():
    with pytest.raises(HieraError, match="key-syntax"):
        keys.parse("10.0.0.1")
    assert keys.parse("0").root == "0"


@pytest.mark.parametrize(
    ("segments", "value"),
    [(("a", "b", 0), 10), ((1,), "int"), (("1",), "text"), (("a", "b", 2), None), (("a", "b", -1), None),
     (("a", "x"), None), (("a", "b", 1, "c", "d"), None)],
)  # fmt: skip
def test_digging_finds(segments, value):
    found = keys.dig(VALUE, segments, "key")
    assert (None if found is None else found.plain) == value


@pytest.mark.parametrize("segments", [("s", "x"), ("n", "x"), ("a", "b", "x"), ("s", 0)])
def test_digging_into_what_holds_nothing_is_an_error(segments):
    with pytest.raises(HieraError, match="dig-type"):
        keys.dig(VALUE, segments, "key")

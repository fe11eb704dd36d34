"""Reading JSON as Ruby does."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.formats import json_reader


def read(text):
    return json_reader.parse(text, "/f.json").plain


data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(data, st.booleans())
def test_what_python_writes_is_read_back(value, ascii_only):
    assert read(json.dumps(value, ensure_ascii=ascii_only, indent=1)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("/* c */ [1, // x\n 2]", [1, 2]), (r'"\z"', "z"), ("[1e400]", [math.inf]), ('{"a": 1, "a": 2}', {"a": 2}),
        ("-0", 0), ('"\\ud83d\\ude00"', "😀"), ("1E2", 100.0), ('":sym"', ":sym"), ("[]", []), ("{}", {}),
    ],
)  # fmt: skip
def test_json_is_read_as_ruby_reads_it(text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "[1,]", '{"a": 1,}', "NaN", "Infinity", "+1", "01", ".5", "1.", "- 1", "1e", "'a'",
    "{a: 1}", '"\\ud83d"', '"\t"',
     "[1] x", "\ufeff1",
     "[" * 101 + "]" * 101, '{"a" 1}', "[1 2]", '"\\u12"', "/* open"],
)  # fmt: skip
def test_what_ruby_refuses_is_an_error_with_a_place(text):
    with pytest.raises(HieraError) as caught:
        read(text)
    assert caught.value.diagnostics[0].id == "json-syntax"
    assert caught.value.diagnostics[0].where[0].line > 0


def test_places_are_those_of_values_and_keys():
    node = json_reader.parse('{\n "a": {"b":\n  [1, "é", 2]}}', "/f.json")
    trace = node.trace()
    assert trace.at("a", "b", 2).position == Position("/f.json", 3, 12)
    assert trace.key("a", "b").position == Position("/f.json", 2, 8)


def test_bytes_that_are_no_text_are_kept(tree):
    path = tree({"f.json": b'{"a": "\xff"}'}) / "f.json"
    assert json_reader.load(path).plain["a"].encode("utf-8", "surrogateescape") == b"\xff"

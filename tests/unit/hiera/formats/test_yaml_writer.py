"""Data as Psych writes it."""

from __future__ import annotations

import json
import math
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.hiera.formats.yaml_reader import parse
from hiera_kafka.hiera.formats.yaml_writer import dump


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", "--- text\n"),
        (None, "---\n"),
        ("", "--- ''\n"),
        ("y", '--- "y"\n'),
        ("Yes", "--- 'Yes'\n"),
        ("5", "--- '5'\n"),
        ("1e3", "--- 1e3\n"),
        ("08", "--- '08'\n"),
        ("2001-01-01", "--- '2001-01-01'\n"),
        ("-x", '--- "-x"\n'),
        ("a: b", "--- 'a: b'\n"),
        ("two\nlines\n", "--- |\n  two\n  lines\n"),
        ("<<", "--- !!str '<<'\n"),
        ("é", "--- é\n"),
        (1e20, "--- 1.0e+20\n"),
        (math.inf, "--- .inf\n"),
        (True, "--- true\n"),
        ("\x1b[0m", '--- "\\e[0m"\n'),
        ({"a": "b\u202ec", "é": 1}, '---\n"a": "b\\u202Ec"\n"\\xE9": 1\n'),
        ("a\n::error::b", '--- "a\\n::error::b"\n'),
        (["##vso[a]b"], '---\n- "\\x23#vso[a]b"\n'),
        (f"{'a' * 80} ::error::b", f'--- "{"a" * 80} ::error::b"\n'),
        ("e\n\n", '--- "e\\n\\n"\n'),
        ("e\n\n\n", "--- |+\n  e\n\n\n...\n"),
        ({"a": [1, {"b": "x"}], 2: {}}, "---\na:\n- 1\n- b: x\n2: {}\n"),
    ],
)
def test_each_value_is_written_as_psych_does(value, text):
    assert dump(value) == text


def test_bytes_that_are_no_utf8_have_no_form():
    with pytest.raises(ValueError, match="surrogates"):
        dump(["\udcff"])


words = st.text(alphabet=st.sampled_from("ayn0.:-#'\"% \n\t&*!|>{[,?~=<é\\"), max_size=6) | st.text(max_size=5)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
data = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3))


@given(st.recursive(words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3)))
def test_what_is_written_is_read_as_the_same(value):
    assert parse(dump(value), "/f.yaml").root.plain == value


@pytest.mark.skipif(shutil.which("ruby") is None, reason="ruby is not installed")
def test_ruby_writes_the_same():
    examples = []

    @given(data)
    def collect(value):
        examples.append(value)

    collect()
    script = "require 'json'; require 'yaml'; JSON.parse(STDIN.read).each { |v| puts JSON.generate([v.to_yaml]) }"
    made = subprocess.run(
        ["ruby", "-Eutf-8", "-e", script], input=json.dumps(examples), capture_output=True, text=True, check=True
    )
    assert [json.loads(line)[0] for line in made.stdout.splitlines()] == [dump(value) for value in examples]

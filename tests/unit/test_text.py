"""What a terminal or a CI runner would obey is escaped, and nothing else is changed."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.text import json_text, one_line, printable

texts = st.text(st.one_of(st.characters(), st.sampled_from("#[:\n\t\r \x1b\x9b\u2028\u202e\ud800avso")))


@pytest.mark.parametrize(
    ("planted", "shown"),
    [
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b31m\x7f\x00", r"\x9b31m\x7f\x00"),
        ("a\rb", r"a\rb"),
        ("a\u2028b\u2029c\x85d", r"a\u2028b\u2029c\x85d"),
        ("\u202emoc.evil\u2066", r"\u202emoc.evil\u2066"),
        ("\ud800\udcff", r"\ud800\udcff"),
        ("\U000e0041", r"\U000e0041"),
        ("::error file=a::b", r"\::error file=a::b"),
        ("\xa0  ::set-output name=a::b", "\xa0  \\::set-output name=a::b"),
        ("see ##vso[task.setvariable variable=a]b", r"see ##vso\[task.setvariable variable=a]b"),
        ("##[error]x", r"##\[error]x"),
        ("###teamcity[x]", r"###teamcity\[x]"),
    ],
)
def test_what_would_be_obeyed_is_escaped(planted: str, shown: str) -> None:
    assert printable(planted) == shown
    assert printable(f"first\n{planted}\nlast") == f"first\n{shown}\nlast"
    assert one_line(planted) == shown


@pytest.mark.parametrize(
    "text",
    ["", "a b", "::1", "::/0", "profile::kafka::broker", "ä € 漢字 👩\u200d🔬 e\u0301", "# [a] #[b]", "a\tb\n\n  c\n"],
)
def test_everything_else_stays(text: str) -> None:
    assert printable(text) == text


def test_a_piece_of_a_line_stays_in_its_line() -> None:
    assert one_line("a\tb\n::error::c") == r"a\tb\n::error::c"


@given(texts)
def test_nothing_is_left_that_is_obeyed_and_a_second_time_does_nothing(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    assert one_line(text) == one_line(one_line(text))
    assert shown.count("\n") == text.count("\n")
    assert all(unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"} or char in "\n\t" for char in shown)
    assert not any(line.lstrip().startswith("::") and "::" in line.lstrip()[2:] for line in shown.split("\n"))
    shown.encode()


@given(st.recursive(texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=5))
def test_json_keeps_its_meaning(data: object) -> None:
    for indent in (None, 2):
        made = json_text(data, indent=indent)
        assert json.loads(made) == data
        assert printable(made) == made

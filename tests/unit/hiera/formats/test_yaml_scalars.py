"""Values of a YAML file are replaced so that they read as the new text, and nothing else in the file changes."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yaml.cyaml import CParser

from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.formats.yaml_scalars import replaced

SECRET = "ENC[PKCS7,abc+/=]"
BLOCK = "ENC[PKCS7,abc\n{}+/=]"
PLACES = (
    "a: <>",
    "a: <> # comment",
    "a:\n  b:\n    <>",
    "a: '<>'",
    'a: "<>"   # comment',
    "a: &anchor <>\nc: *anchor",
    "a: !!str <>\nc: 1",
    "a: !!str &x '<>'",
    "a: ! <>",
    "- <>\n- 2",
    "a:\n- <>\n- '<>'\nb: 1",
    "- - <>\n  - x: <>\n    y: |+\n      kept\n\n",
    "a: ['<>', \"<>\", {b: '<>'}] # comment",
    '{"a": "<>"}',
    "? key\n: <>",
    "? - '<>'\n: <>",
    "a: >\n  <block>",
    "a: > # comment\n    <block>\n\n\nb: |\n  more",
    "a: |\n  <block>\n# comment\nb: 1",
    "a: |-\n\n  <block>\n   \n",
    "- >\n  <block>\n- a: >+\n   <block>\n   \n  b: 1",
    "- a: !!str &x >-\n        <block>\n  b: *x",
    "a: <>\n    # deep comment\nb: 1",
    "a: <>\n      \n \n# comment\n   \nb: 1",
    "a: <>\n\n\n  # comment",
    "a: 'x\n\n  <>'\nb: >\n  folded\n  text",
    "---\na: <>\n...\n---\nb: '<>'\n",
    "--- >\n <block>\n--- {a: '<>'}",
)
texts = st.text(max_size=12) | st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b c",
                " ",
                "\t",
                "\n",
                "\r",
                "\r\n",
                "\0",
                "\x7f",
                "\x85",
                "\u2028",
                "\ufeff",
                "\ufffe",
                "\U0001f600",
            ),
            *("'", '"', "\\", ": ", " #", "#", "- ", "---", "...", "%", "@", "`", "{", "}", "[", "]", ",", "&a", "*a"),
            *("!", "|", ">", "?", "1", "1.5", "true", "null", "~", "<<", "=", "2001-01-01", "é", "DEC(1)::PKCS7[x]!"),
        ]
    ),
    max_size=6,
).map("".join)
values = texts | st.binary(max_size=6).map(lambda data: data.decode("utf-8", "surrogateescape"))


def written(place: str, end: str) -> str:
    """Return a document with an encrypted text, or a block with one, wherever the place says so."""
    lines = []
    for line in place.replace("<>", SECRET).split("\n"):
        indentation = " " * (len(line) - len(line.lstrip()))
        lines.append(line.replace("<block>", BLOCK.format(indentation)))
    return "\n".join(lines).replace("\n", end)


def events(text: str) -> list[tuple[object, ...]]:
    """Return kind, anchor and text of each event; what is tagged as binary is unpacked."""
    found: list[tuple[object, ...]] = []
    for event in iter(CParser(text).get_event, None):
        content = getattr(event, "value", None)
        if getattr(event, "tag", None) == "tag:yaml.org,2002:binary":
            content = base64.b64decode(content).decode("utf-8", "surrogateescape")
        found.append((type(event), getattr(event, "anchor", None), content))
    return found


@given(
    st.sampled_from(PLACES),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\n\n# end", "\n        # end\n"]),
    values,
    st.sampled_from(["", "\ufeff"]),
)
def test_the_new_text_is_read_where_the_value_stood_and_all_else_is_as_it_was(place, end, last, value, start):
    text = start + written(place + last, end)
    before = events(text)
    assert any("ENC[" in (content or "") for _, _, content in before)
    after = events(replaced(text, lambda found: value if "ENC[" in found.text else None))
    assert after == [(kind, at, value if "ENC[" in (content or "") else content) for kind, at, content in before]


@given(texts)
def test_psych_takes_the_new_text_for_a_text(value):
    """Numbers, dates and words such as null included."""
    root = yaml_reader.parse(replaced("a: x\nb: [x]\nc: >\n  x\n", lambda _: value), "f").root
    assert root.plain == {"a": value, "b": [value], "c": value}


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("a: x # why\nb: 1\n", "word", "a: word # why\nb: '1'\n"),
        ("a: x\n", "p@ss: #1", "a: 'p@ss: #1'\n"),
        ("a: x\n", "one\ntwo\n", "a: |\n  one\n  two\n"),
        ("a: x # why\nb:\n", "one\n\ntwo", "a: |- # why\n  one\n\n  two\nb:\n"),
        ("a:\n- x\n", "one\ntwo", "a:\n- |-\n  one\n  two\n"),
        (
            "a:\n    - k: >\n          x\n\n    - 2\n",
            "one\ntwo",
            "a:\n    - k: |-\n          one\n          two\n\n    - 2\n",
        ),
        ("a: >\n  x\nb:\n", "word", "a: word\nb:\n"),
        ('{"a": "x"}\n', "one\ntwo é", '{"a": "one\\ntwo é"}\n'),
        ("a: x\n", "two\n\n", 'a: "two\\n\\n"\n'),
        ("a: !!str x\n", "\udcff", 'a:  !!binary "/w=="\n'),
    ],
)
def test_it_is_written_as_people_would(before, value, after):
    assert (
        replaced(before, lambda found: value if found.text.strip() == "x" else "1" if found.text == "1" else None)
        == after
    )


@pytest.mark.parametrize(
    "text", ["", "x", "x\ny=1\n", "--- >\n x\n", "a: [x\n", "a: b: c\n", "a: x\n\tb: 1\n", "a: \x00"]
)
def test_what_is_no_yaml_or_has_no_list_or_hash_is_left_to_others(text):
    assert replaced(text, lambda _: "y") is None


def test_keys_comments_and_values_that_are_no_texts_stay():
    text = "x: 1 # x\n? x\n: !!binary x\nx: &a !ruby/sym x\n'x': *a\n"
    assert replaced(text, lambda found: "y" if found.text == "x" else None) == text

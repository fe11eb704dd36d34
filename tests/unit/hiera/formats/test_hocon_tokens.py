"""HOCON tokens are cut as Ruby's hocon cuts them."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.formats.hocon_tokens import Token, tokens


def cut(text):
    return [(piece.kind, piece.text) for piece in tokens(text)][:-1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("1.50", 1.5),
        ("1.0", 1),
        ("1e3", 1000),
        ("010", 8),
        ("-7", -7),
        ("-0.0", 0),
        ("true", True),
        ("null", None),
        ("yes", "yes"),
        ("08", "08"),
        ("1.2.3", "1.2.3"),
        ("5.", "5."),
        ("-", "-"),
        ("1e", "1e"),
        ("2001-01-01", "2001-01-01"),
        (".5", ".5"),
        ("1" + "0" * 40, 10**40),
    ],
)
def test_a_word_without_quotes_is_a_number_a_word_of_the_language_or_a_text(text, value):
    first = next(tokens(text))
    assert (first.kind, first.value, type(first.value)) == (Token.TEXT, value, type(value))


def test_comments_end_with_the_line_and_slashes_alone_are_text():
    assert cut("a/b // c\n#d") == [(Token.TEXT, "a/b"), (Token.SPACE, " "), (Token.NEWLINE, "\n")]


def test_escapes_of_quoted_text_are_read_and_triple_quotes_have_none():
    assert cut(r'"a\n\u00e9\ud83d\ude00"') == [(Token.QUOTED, "a\né😀")]
    assert cut('""""x\\n""""') == [(Token.QUOTED, '"x\\n"')]


@pytest.mark.parametrize("text", ['"open', '"a\tb"', r'"\q"', "a@", "$x", "1+1", r'"\ud800"', "9" * 5000])
def test_what_hocon_has_no_place_for_is_a_problem(text):
    assert Token.PROBLEM in [piece.kind for piece in tokens(text)]


def test_every_token_knows_its_line_and_column():
    assert [(p.text, p.line, p.column) for p in tokens('a = """x\ny""" b') if p.kind not in {Token.SPACE}] == [
        ("a", 1, 1),
        ("=", 1, 3),
        ("x\ny", 1, 5),
        ("b", 2, 6),
        ("the end of the file", 2, 7),
    ]

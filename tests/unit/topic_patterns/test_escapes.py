"""What follows a backslash."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns.alphabet import EVERY, mask_of
from hiera_kafka.topic_patterns.cursor import Cursor
from hiera_kafka.topic_patterns.errors import PatternError
from hiera_kafka.topic_patterns.escapes import escaped

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read(text: str, *, ignore_case: bool = False) -> tuple[int, str | None]:
    cursor = Cursor("\\" + text)
    assert cursor.take("\\")
    found = escaped(cursor, ignore_case)
    assert cursor.token is None
    return found


@pytest.mark.parametrize(
    ("text", "char"), [(".", "."), ("-", "-"), ("x2e", "."), ("u0061", "a"), ("x{61}", "a"), ("0141", "a"), ("t", "\t")]
)
def test_one_character(text: str, char: str) -> None:
    assert read(text) == (mask_of(char), char)


@pytest.mark.parametrize(
    ("text", "chars"),
    [("d", "0123456789"), ("s", ""), ("p{Alpha}", LETTERS), ("pL", LETTERS), ("p{Lower}", LETTERS[:26])],
)
def test_a_kind_and_the_rest(text: str, chars: str) -> None:
    assert read(text) == (mask_of(chars), None)
    assert read(text[0].upper() + text[1:]) == (EVERY & ~mask_of(chars), None)


def test_case_can_be_ignored() -> None:
    assert read("x61", ignore_case=True) == (mask_of("aA"), "a")


@pytest.mark.parametrize("text", ["1", "k<a>", "G", "R", "X", "N{DOT}", "p{Greek}"])
def test_what_is_outside_the_proof(text: str) -> None:
    with pytest.raises(PatternError) as caught:
        read(text)
    assert not caught.value.invalid
    assert caught.value.offset == 0
    assert caught.value.allowed


@pytest.mark.parametrize("text", ["y", "E", "x4", "xzz", "u12", "x{}", "x{110000}", "x{61", "08", "", "p{Alpha"])
def test_what_java_refuses(text: str) -> None:
    with pytest.raises(PatternError) as caught:
        read(text)
    assert caught.value.invalid


def test_a_kind_of_one_case_is_outside_where_case_is_ignored() -> None:
    with pytest.raises(PatternError, match="versions of Java read differently"):
        read("p{Upper}", ignore_case=True)

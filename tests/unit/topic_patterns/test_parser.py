"""Reading patterns."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns.alphabet import EVERY, mask_of
from hiera_kafka.topic_patterns.errors import PatternError
from hiera_kafka.topic_patterns.parser import LONGEST_PATTERN, parse
from hiera_kafka.topic_patterns.syntax import Alt, Chars, End, Look, Repeat, Seq, Start

A, B = Chars(mask_of("a")), Chars(mask_of("b"))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Seq(())),
        ("ab", Seq((A, B))),
        ("a|", Alt((A, Seq(())))),
        ("(a)(?:b)(?<n>a)", Seq((A, B, A))),
        ("a*b+?", Seq((Repeat(A, 0, None), Repeat(B, 1, None)))),
        ("a{2}b{1,}", Seq((Repeat(A, 2, 2), Repeat(B, 1, None)))),
        (r"^a\z", Seq((Start(), A, End()))),
        ("(?!a).", Seq((Look(A, ahead=True, negated=True), Chars(EVERY)))),
        ("(?<=a)b", Seq((Look(A, ahead=False, negated=False), B))),
        ("(?i)a", Chars(mask_of("aA"))),
        ("((?i)a|b)b", Seq((Alt((Chars(mask_of("aA")), Chars(mask_of("bB")))), B))),
        ("(?i:a)a", Seq((Chars(mask_of("aA")), A))),
        ("(?i)a(?-i)a", Seq((Chars(mask_of("aA")), A))),
        (r"\Qa\E*", Repeat(A, 0, None)),
        ("}", Chars(0)),
    ],
)
def test_trees(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("a*+", 1),
        ("a(?>b)", 1),
        (r"(a)\1", 3),
        ("a{2}{3}", 4),
        ("{", 0),
        ("^*", 0),
        ("((?=a)){2}", 0),
        ("(?:^|a){2}", 0),
        ("(?m)^a", 0),
        ("(?<=a(?=b))", 5),
        ("(?<=a$)", 5),
        ("(?<=a*)b", 4),
        ("(?<=(ab){1,2})b", 4),
        (r"\b{g}", 0),
        ("(" * 51, 50),
    ],
)
def test_what_is_outside_the_proof(text: str, offset: int) -> None:
    with pytest.raises(PatternError) as caught:
        parse(text)
    assert not caught.value.invalid
    assert caught.value.offset == offset
    assert caught.value.allowed


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("(", 0),
        ("a)", 1),
        ("*a", 0),
        ("a{2", 2),
        ("a{,2}", 1),
        ("a{3,2}", 1),
        ("a{99999999999}", 1),
        ("(?<1>a)", 0),
        ("(?<n>a)(?<n>a)", 7),
        ("(?q)", 0),
        ("(?P<n>a)", 0),
        ("[a", 0),
        ("a\\", 2),
    ],
)
def test_what_java_refuses(text: str, offset: int) -> None:
    with pytest.raises(PatternError) as caught:
        parse(text)
    assert caught.value.invalid
    assert caught.value.offset == offset


def test_patterns_of_any_length_are_not_read() -> None:
    with pytest.raises(PatternError, match="a pattern of 5000 characters"):
        parse("a" * 5000)
    parse("a" * LONGEST_PATTERN)

"""A place in a pattern."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns.cursor import Cursor
from hiera_kafka.topic_patterns.errors import PatternError


def test_what_is_quoted_is_no_syntax() -> None:
    cursor = Cursor(r"\Q(\E(")

    assert cursor.syntax() == ""
    assert not cursor.take("(")
    assert cursor.next().char == "("
    assert cursor.take("(")
    assert cursor.token is None


def test_digits_and_what_comes_before_an_end() -> None:
    cursor = Cursor("12ab}c")

    assert cursor.digits() == "12"
    assert cursor.until("}") == "ab"
    assert cursor.starts("c")
    assert cursor.offset == 5


def test_a_pattern_that_ends_too_early_is_refused_by_java_as_well() -> None:
    cursor = Cursor("ab")
    cursor.next()

    with pytest.raises(PatternError, match="'}' is missing, at character 2 of 'ab'") as caught:
        cursor.until("}")
    assert caught.value.invalid

    with pytest.raises(PatternError, match="ends too early"):
        Cursor("").next()


def test_what_is_outside_the_proof_says_what_is_allowed() -> None:
    with pytest.raises(PatternError) as caught:
        Cursor("a(?>b)").outside("a group that is not tried again", "write (?:", 1)

    assert str(caught.value) == "a group that is not tried again, at character 2 of 'a(?>b)'; write (?:"
    assert not caught.value.invalid

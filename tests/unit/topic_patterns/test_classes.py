"""Classes of characters."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns.alphabet import EVERY, mask_of
from hiera_kafka.topic_patterns.classes import character_class
from hiera_kafka.topic_patterns.cursor import Cursor
from hiera_kafka.topic_patterns.errors import PatternError


def read(text: str, *, ignore_case: bool = False) -> int:
    cursor = Cursor(text)
    assert cursor.take("[")
    found = character_class(cursor, ignore_case)
    assert cursor.token is None
    return found


@pytest.mark.parametrize(
    ("text", "chars"),
    [
        ("[abc]", "abc"),
        ("[a-c.]", "abc."),
        ("[a-]", "a-"),
        ("[-a]", "a-"),
        (r"[\w-]", None),
        (r"[\x61-\x63]", "abc"),
        ("[a^]", "a"),
        (r"[\]a]", "a"),
        (r"[\Qa-c]\E]", "ac-"),
        ("[a&b]", "ab"),
    ],
)
def test_characters_and_ranges(text: str, chars: str | None) -> None:
    expected = mask_of(chars) if chars is not None else EVERY & ~mask_of(".")

    assert read(text) == expected
    assert read("[^" + text[1:]) == EVERY & ~expected


def test_case_is_ignored_before_a_class_is_turned_round() -> None:
    assert read("[^a-c]", ignore_case=True) == EVERY & ~mask_of("abcABC")


@pytest.mark.parametrize("text", ["[]a]", "[a[b]]", "[a&&b]", r"[\d-x]", r"[a-\d]", "[a-[b]]"])
def test_what_is_outside_the_proof(text: str) -> None:
    with pytest.raises(PatternError) as caught:
        read(text)
    assert not caught.value.invalid
    assert caught.value.allowed


@pytest.mark.parametrize("text", ["[a", "[b-a]", "[^"])
def test_what_java_refuses(text: str) -> None:
    with pytest.raises(PatternError) as caught:
        read(text)
    assert caught.value.invalid

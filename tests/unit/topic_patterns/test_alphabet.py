"""Characters of topic names."""

from __future__ import annotations

import re

import pytest

from hiera_kafka.topic_patterns.alphabet import (
    ALPHABET,
    EVERY,
    PROPERTIES,
    WORD,
    both_cases,
    first_of,
    mask_between,
    mask_of,
    mask_where,
)


def test_all_65_characters_that_kafka_takes_are_there_once() -> None:
    legal = [chr(code) for code in range(0x250) if re.fullmatch("[a-zA-Z0-9._-]", chr(code))]

    assert sorted(ALPHABET) == legal
    assert mask_where(lambda _: True) == EVERY == 2**65 - 1


def test_characters_that_no_topic_has_are_left_out() -> None:
    assert mask_of("a é\n") == mask_of("a")
    assert mask_between(ord(" "), ord(".")) == mask_of("-.")


def test_cases_are_joined() -> None:
    assert both_cases(mask_of("aZ.")) == mask_of("aAzZ.")


def test_names_are_made_of_small_letters_where_they_can_be() -> None:
    assert first_of(EVERY) == "a"
    assert first_of(mask_of("._-Z9")) == "9"


@pytest.mark.parametrize(("name", "expected"), [("Alpha", "[a-zA-Z]"), ("Punct", "[._-]"), ("XDigit", "[0-9a-fA-F]")])
def test_kinds_of_characters(name: str, expected: str) -> None:
    assert PROPERTIES[name] == mask_where(lambda char: re.fullmatch(expected, char) is not None)


def test_words_have_an_underscore() -> None:
    assert mask_where(lambda char: re.fullmatch(r"\w", char) is not None) == WORD

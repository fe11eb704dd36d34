"""Errors of patterns."""

from __future__ import annotations

from hiera_kafka.topic_patterns.errors import PatternError


def test_an_error_names_the_place_and_the_pattern() -> None:
    error = PatternError("a(", 1, "a group is not closed", invalid=True)

    assert str(error) == "a group is not closed, at character 2 of 'a('"
    assert (error.text, error.offset, error.allowed, error.invalid) == ("a(", 1, "", True)

"""Trees of patterns."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns.parser import parse
from hiera_kafka.topic_patterns.syntax import has_assertions, lengths


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (0, 0)),
        ("a?bc", (2, 3)),
        ("a|bcd", (1, 3)),
        ("(ab){2,4}", (4, 8)),
        ("a*", (0, None)),
        ("(?=aaa)b$", (1, 1)),
    ],
)
def test_lengths(text: str, expected: tuple[int, int | None]) -> None:
    assert lengths(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("a(b|c)*", False), ("(a|b$)*", True), ("^a", True), (r"a\b", True), ("((?!a).)+", True)]
)
def test_assertions_are_seen_wherever_they_stand(text: str, expected: bool) -> None:
    assert has_assertions(parse(text)) is expected

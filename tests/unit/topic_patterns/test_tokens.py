"""Characters of a pattern."""

from __future__ import annotations

import pytest

from hiera_kafka.topic_patterns.tokens import Token, tokens_of


@pytest.mark.parametrize(
    ("text", "plain", "literal"),
    [
        ("a.b", "a.b", ""),
        (r"a\Q.*\Eb", "ab", ".*"),
        (r"\Q.*", "", ".*"),
        (r"\\Qa", r"\\Qa", ""),
        (r"\\\Qa", "\\\\", "a"),
        (r"\Q\E\Qb\E", "", "b"),
        ("\\", "\\", ""),
    ],
)
def test_quotations_are_literal(text: str, plain: str, literal: str) -> None:
    found = tokens_of(text)

    assert "".join(token.char for token in found if not token.literal) == plain
    assert "".join(token.char for token in found if token.literal) == literal


def test_characters_know_where_they_stand() -> None:
    assert tokens_of(r"a\Q.\Eb") == [Token("a", False, 0), Token(".", True, 3), Token("b", False, 6)]

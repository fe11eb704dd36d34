"""Splits a pattern into characters, with those that a quotation (backslash Q to backslash E) takes literally marked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A character of a pattern.

    Attributes:
        char: The character itself.
        literal: Whether it stands for itself, whatever it is.
        offset: Where in the pattern it stands, in characters from 0.
    """

    char: str
    literal: bool
    offset: int


def tokens_of(text: str) -> list[Token]:
    r"""Return the characters of a pattern; `\Q` and `\E` are gone. Without `\E`, all of the rest is literal."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        pair = text[at : at + 2]
        if pair == "\\Q":
            end = text.find("\\E", at + 2)
            stop = end if end >= 0 else len(text)
            found += [Token(text[index], True, index) for index in range(at + 2, stop)]
            at = stop + 2
            continue
        # An escaped backslash does not begin a quotation.
        taken = 2 if pair[0] == "\\" else 1
        found += [Token(char, False, at + index) for index, char in enumerate(text[at : at + taken])]
        at += taken
    return found

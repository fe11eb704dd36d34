"""Walks over the characters of a pattern, and says where it stands when something is wrong."""

from __future__ import annotations

from typing import NoReturn

from hiera_kafka.topic_patterns.errors import PatternError
from hiera_kafka.topic_patterns.tokens import Token, tokens_of


class Cursor:
    """A place in a pattern.

    Attributes:
        text: The whole pattern.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = tokens_of(text)
        self._at = 0

    @property
    def token(self) -> Token | None:
        """The next character, None at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    @property
    def offset(self) -> int:
        """Where the next character stands in the pattern."""
        token = self.token
        return token.offset if token is not None else len(self.text)

    def syntax(self, ahead: int = 0) -> str:
        """Return the next character where it may be syntax; empty at the end and for one that is meant literally."""
        index = self._at + ahead
        token = self._tokens[index] if index < len(self._tokens) else None
        return token.char if token is not None and not token.literal else ""

    def starts(self, text: str) -> bool:
        """Return whether that comes next, as syntax."""
        return all(self.syntax(index) == char for index, char in enumerate(text))

    def take(self, text: str) -> bool:
        """Go past that if it comes next, and return whether it did."""
        if not self.starts(text):
            return False
        self._at += len(text)
        return True

    def next(self) -> Token:
        """Go past the next character.

        Raises:
            PatternError: There is none.
        """
        token = self.token
        if token is None:
            self.refuse("the pattern ends too early", len(self.text))
        self._at += 1
        return token

    def digits(self) -> str:
        """Go past decimal digits, and return them."""
        found = ""
        while "0" <= self.syntax() <= "9":
            found += self.next().char
        return found

    def until(self, end: str) -> str:
        """Go past all up to a character and past that, and return what came before.

        Raises:
            PatternError: It does not come.
        """
        begin = self.offset
        found = ""
        while self.token is not None and self.token.char != end:
            found += self.next().char
        if self.token is None:
            self.refuse(f"{end!r} is missing", begin)
        self.next()
        return found

    def refuse(self, found: str, offset: int | None = None) -> NoReturn:
        """Say that Java refuses the pattern.

        Raises:
            PatternError: Always.
        """
        raise PatternError(self.text, self.offset if offset is None else offset, found, invalid=True)

    def outside(self, found: str, allowed: str, offset: int) -> NoReturn:
        """Say that the pattern is outside what is proven here.

        Raises:
            PatternError: Always.
        """
        raise PatternError(self.text, offset, found, allowed)

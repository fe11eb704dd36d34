"""Why a pattern is not taken."""

from __future__ import annotations


class PatternError(Exception):
    """A pattern that Java refuses, or that nothing can be proven of.

    Attributes:
        text: The pattern, as Java is given it.
        offset: Where in it the fault begins, in characters from 0.
        found: What is there.
        allowed: What may be there instead; empty where that goes without saying.
        invalid: Whether Java refuses the pattern as well; else it is only outside what is proven here.
    """

    def __init__(self, text: str, offset: int, found: str, allowed: str = "", *, invalid: bool = False) -> None:
        super().__init__(text, offset, found, allowed, invalid)
        self.text = text
        self.offset = offset
        self.found = found
        self.allowed = allowed
        self.invalid = invalid

    def __str__(self) -> str:
        allowed = f"; {self.allowed}" if self.allowed else ""
        return f"{self.found}, at character {self.offset + 1} of {self.text!r}{allowed}"


class TooComplexError(Exception):
    """The question whether patterns have a name in common needs more steps than are spent on it."""

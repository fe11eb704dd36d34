"""Texts that somebody else wrote, made safe to show: a terminal or a CI runner obeys some characters and lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Controls of both blocks, line breaks beside "\n", what changes the direction of writing, and half characters.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
WIDTH = 400
"""Characters of a line of somebody else that are shown."""
LOOKED_AT = 4096
"""Characters of such a line that are searched at all: some searches take the square of its length."""
_MESSAGE = 8192


def clean(text: str) -> str:
    r"""Return text of one or more lines with what is not to be printed as `\x1b` and the like."""
    return _UNSAFE.sub(_escaped, text)


def one_line(text: str) -> str:
    r"""Return the same in one line, cut off where no person reads on: line breaks become `\n`."""
    return clean(text[:_MESSAGE]).replace("\n", "\\n")


def quoted(lines: Iterable[str]) -> str:
    """Return lines to show below a message: cut off, and marked so that none begins with a word that CI obeys."""
    return "\n".join(f"      | {one_line(line)[:WIDTH]}" for line in lines)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", "surrogatepass").decode("ascii")

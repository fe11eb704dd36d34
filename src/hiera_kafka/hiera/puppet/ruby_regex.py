"""Ruby's regular expressions, as far as patterns in `lookup_options` and knockout prefixes use them, in Python's."""

from __future__ import annotations

import functools
import re
import warnings

from hiera_kafka.bounded import Expression, TooCostlyError
from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.values.failures import failure

_SHOWN = 80
"""Letters of an expression that a message shows."""
_POSIX = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r"\s",
    "punct": r"!-/:-@\[-`{-~",
    "xdigit": "0-9a-fA-F",
    "word": r"\w",
}
_PIECE = re.compile(r"\\.|\[:(\w+):\]|\(\?<(?![=!])|\[|\]|&&", re.DOTALL)
_ESCAPES = {r"\z": r"\Z", r"\Z": r"(?=\n?\Z)", r"\h": "[0-9a-fA-F]", r"\H": "[^0-9a-fA-F]", r"\e": r"\x1b"}


@functools.lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Expression:
    r"""Return `pattern` compiled with Ruby's meaning: `^` and `$` match at lines, `\w` and `\d` are ASCII.

    Raises:
        re.error: When it is not a regular expression, or uses what Python's cannot say (`[a&&b]`).
        TooCostlyError: When the run has no time left for it.
    """
    depth = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal depth
        piece = match.group()
        if piece == "[":
            depth += 1
            return r"\[" if depth > 1 else piece
        if piece == "]":
            depth = max(0, depth - 1)
            return piece
        if piece == "&&" and depth:
            raise re.error("intersections of character classes are not supported", pattern, match.start())
        if match.group(1):
            return _POSIX.get(match.group(1), piece)
        if piece == "(?<":
            return "(?P<"
        if depth and piece == r"\h":
            return "0-9a-fA-F"
        return piece if depth else _ESCAPES.get(piece, piece)

    with warnings.catch_warnings():
        # Python warns of classes such as `[--]`, which it might read otherwise one day.
        warnings.simplefilter("ignore", FutureWarning)
        return Expression(_PIECE.sub(replace, pattern), re.MULTILINE | re.ASCII, shown=pattern)


_SPECIAL = re.compile(r"[\[\]{}()|\-*.\\?+^$# ]")
_WHITE = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\f": "\\f", "\v": "\\v"}


def escaped(text: str) -> str:
    """Return the expression that matches exactly this text, as Ruby's `Regexp.escape` writes it."""
    found = _SPECIAL.sub(r"\\\g<0>", text)
    return "".join(_WHITE.get(char, char) for char in found)


def too_costly(error: TooCostlyError, where: Position | None) -> HieraError:
    """Return the error of an expression that was given up; `where` is the place of the expression."""
    text = error.expression.text
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    return failure(
        "pattern-too-costly",
        f"the regular expression {shown!r} is given up: {error.reason}",
        where,
        hint="repeat no group that holds a repetition or alternatives, as in (a+)+ and (a|b)*; write [ab]*",
    )

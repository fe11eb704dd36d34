"""Ruby's regular expressions, as far as patterns in `lookup_options` and knockout prefixes use them, in Python's."""

from __future__ import annotations

import functools
import re

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
def compile_pattern(pattern: str) -> re.Pattern[str]:
    r"""Return `pattern` compiled with Ruby's meaning: `^` and `$` match at lines, `\w` and `\d` are ASCII.

    Raises:
        re.error: When it is not a regular expression, or uses what Python's cannot say (`[a&&b]`).
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

    return re.compile(_PIECE.sub(replace, pattern), re.MULTILINE | re.ASCII)

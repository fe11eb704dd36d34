"""Cuts HOCON text into tokens, as Ruby's hocon gem cuts it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Any, NamedTuple


class Token(Enum):
    """Kinds of tokens."""

    NEWLINE = auto()
    SPACE = auto()
    MARK = auto()  # { } [ ] , : = +=
    TEXT = auto()  # without quotes, numbers, true, false and null included
    QUOTED = auto()
    REFERENCE = auto()  # ${ or ${?, up to its first brace
    PROBLEM = auto()
    END = auto()


class Piece(NamedTuple):
    """One token.

    Attributes:
        kind: What it is.
        text: As written, without quotes; of a PROBLEM what is wrong.
        value: What it stands for when it stands alone.
        line: Where it begins, from 1.
        column: Where it begins, from 1.
    """

    kind: Token
    text: str
    value: Any
    line: int
    column: int


# Ruby takes every Unicode space for one but the byte order mark.
_BLANK = r"[^\S\n]|[\x1c-\x1f]"
_TOKENS = re.compile(
    rf"(?P<space>(?:{_BLANK})+)"
    r"|(?P<newline>\n)"
    r"|(?P<comment>(?:\#|//)[^\n]*)"
    r'|"""(?P<raw>.*?)"""(?P<more>"*)'
    r'|"(?P<quoted>(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"'
    r"|(?P<reference>\$\{\??)"
    r"|(?P<mark>\+=|[{}\[\],:=])"
    r"|(?P<number>[0-9-][0-9eE+\-.]*)"
    r'|(?P<text>(?:(?!//)[^\s"$\\{}\[\]:=,+#`^?!@*&\x1c-\x1f])+)'
    r"|(?P<problem>.)",
    re.DOTALL,
)
_INTEGER = re.compile(r"-?(?:0[0-7]*|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def tokens(text: str) -> Iterator[Piece]:
    """Yield the tokens of a text, without comments; the last is END."""
    line, start = 1, 0
    for match in _TOKENS.finditer(text):
        kind = match.lastgroup
        at = match.start()
        column = at - start + 1
        found = match.group()
        if kind == "newline":
            yield Piece(Token.NEWLINE, found, None, line, column)
        elif kind == "space":
            yield Piece(Token.SPACE, found, found, line, column)
        elif kind == "more":
            raw = match.group("raw") + match.group("more")
            yield Piece(Token.QUOTED, raw, raw, line, column)
        elif kind == "quoted":
            yield _quoted(match.group("quoted"), line, column)
        elif kind in {"number", "text"}:
            yield _bare(found, kind, line, column)
        elif kind in {"mark", "reference"}:
            yield Piece(Token.MARK if kind == "mark" else Token.REFERENCE, found, None, line, column)
        elif kind == "problem":
            yield Piece(Token.PROBLEM, _problem(found), None, line, column)
        breaks = found.count("\n")
        if breaks:
            line += breaks
            start = at + found.rfind("\n") + 1
    yield Piece(Token.END, "the end of the file", None, line, len(text) - start + 1)


def _quoted(text: str, line: int, column: int) -> Piece:
    if "\\" not in text:
        return Piece(Token.QUOTED, text, text, line, column)
    value = _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _LETTERS.get(m[2], m[2]), text)
    try:  # pairs of surrogates are one character
        value = value.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return Piece(Token.PROBLEM, "half of a surrogate pair", None, line, column)
    return Piece(Token.QUOTED, value, value, line, column)


def _bare(text: str, kind: str, line: int, column: int) -> Piece:
    value: Any = _WORDS.get(text, text)
    if kind == "number":
        if "+" in text and not _FLOAT.fullmatch(text):
            return Piece(Token.PROBLEM, "'+' must stand in quotes", None, line, column)
        try:
            value = _number(text)
        except ValueError:  # Python's limit, which keeps a number from taking minutes to read
            return Piece(Token.PROBLEM, f"a number of {len(text)} digits is too long", None, line, column)
    return Piece(Token.TEXT, text, value, line, column)


def _number(text: str) -> int | float | str:
    """Return the number that a text is, itself when it is none; one without fraction is an integer, `010` is 8."""
    if _INTEGER.fullmatch(text):
        number = int(text)
        return int(text, 8) if text.lstrip("-").startswith("0") else number
    if not re.search("[.eE]", text) or not _FLOAT.fullmatch(text):
        return text
    real = float(text)
    return int(real) if real.is_integer() else real


def _problem(char: str) -> str:
    if char == '"':
        return "a text in quotes is not closed on its line, or holds a control character or a wrong escape"
    return f"{char!r} must stand in quotes"

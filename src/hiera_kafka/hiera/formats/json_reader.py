"""Reads JSON as Ruby's json 2.6 reads it, with the place of every value and key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hiera_kafka.border import Border
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import LevelFile, Place
from hiera_kafka.hiera.values.text_files import read_bytes

MAX_DEPTH = 100
"""Nested arrays and objects, the limit of Ruby's parser."""

MAX_NODES = 1_000_000
"""Values in a file."""

_SPACE = re.compile(r"(?:[ \t\r\n]+|/\*.*?\*/|//[^\n]*\n)*", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?(?![0-9.eE])")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\[^u\x00-\x1f]|\\u[0-9a-fA-F]{4})*)"')
_PAIR = r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
_ESCAPE = re.compile(_PAIR + r"|\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL)
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"true": True, "false": False, "null": None}
_WORD = re.compile(r"true|false|null")


def load(path: Path | str, level: str | None = None, border: Border | None = None) -> Node:
    """Return the value of a JSON file.

    Args:
        path: The file.
        level: Name of the hierarchy level that reads it; becomes part of every origin.
        border: What the file must lie in; None is for a file that the caller named.

    Raises:
        HieraError: `file-unreadable`, `file-too-large`, `outside-repository`, or as `parse`.
    """
    file = str(Path(path).absolute())
    return parse(read_bytes(file, border).decode("utf-8", "surrogateescape"), file, level)


def parse(text: str, file: str, level: str | None = None) -> Node:
    """Return the value of a JSON text; `file` is what positions name.

    Raises:
        HieraError: `json-syntax` or `json-too-large`.
    """
    return _Parser(text, LevelFile(file, level)).document()


class _Parser:
    def __init__(self, text: str, source: LevelFile) -> None:
        self._text = text
        self._source = source
        self._at = 0
        self._counted = 0
        self._values = 0
        self._line = 1
        self._line_start = 0

    def document(self) -> Node:
        self._space()
        node = self._value(0)
        self._space()
        if self._at < len(self._text):
            raise self._error("there is text after the end of the value")
        return node

    def _place(self) -> Place:
        """Return where the parser stands; asked in order, so each line is counted once."""
        breaks = self._text.count("\n", self._counted, self._at)
        if breaks:
            self._line += breaks
            self._line_start = self._text.rfind("\n", 0, self._at) + 1
        self._counted = self._at
        return Place(self._source, self._line, self._at - self._line_start + 1)

    def _error(self, problem: str) -> HieraError:
        return failure("json-syntax", f"not valid JSON: {problem}", self._place().position)

    def _space(self) -> None:
        match = _SPACE.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _value(self, depth: int) -> Node:
        self._values += 1
        if self._values > MAX_NODES:
            raise failure(
                "json-too-large",
                f"the file holds more than {MAX_NODES} values",
                self._place().position,
                hint="data files hold settings; look whether this is one",
            )
        char = self._text[self._at : self._at + 1]
        if char in {"{", "["} and char:
            if depth >= MAX_DEPTH:
                raise self._error(f"arrays and objects nest more than {MAX_DEPTH} levels deep")
            return self._object(depth) if char == "{" else self._array(depth)
        place = self._place()
        if char == '"':
            return Node(self._string(), place)
        word = _WORD.match(self._text, self._at)
        if word is not None:
            self._at = word.end()
            return Node(_WORDS[word.group()], place)
        number = _NUMBER.match(self._text, self._at)
        if number is None:
            raise self._error("the text ends here" if not char else f"no value begins with {char!r}")
        self._at = number.end()
        try:
            return Node(float(number.group()) if number.group(1) or number.group(2) else int(number.group()), place)
        except ValueError:  # Python's limit, which keeps a number from taking minutes to read
            raise self._error(f"a number of {len(number.group())} digits is too long") from None

    def _array(self, depth: int) -> Node:
        place = self._place()
        items: list[Node] = []
        while self._more("]", first=not items):
            items.append(self._value(depth + 1))
        return Node(items, place)

    def _object(self, depth: int) -> Node:
        place = self._place()
        entries: dict[Any, Node] = {}
        keys: dict[Any, Place] = {}
        while self._more("}", first=not entries):
            at = self._place()
            key = self._string()
            self._space()
            if not self._text.startswith(":", self._at):
                raise self._error("':' is missing after the key")
            self._at += 1
            self._space()
            entries[key] = self._value(depth + 1)
            keys[key] = at
        return Node(entries, place, keys)

    def _more(self, end: str, *, first: bool) -> bool:
        """Step over the opening bracket or the comma; False when the closing bracket was stepped over instead."""
        if first:
            self._at += 1
        self._space()
        if self._text.startswith(end, self._at):
            self._at += 1
            return False
        if not first:
            if not self._text.startswith(",", self._at):
                raise self._error(f"',' or {end!r} is missing")
            self._at += 1
            self._space()
        return True

    def _string(self) -> str:
        match = _STRING.match(self._text, self._at)
        if match is None:
            raise self._error("no text in double quotes, or one with a control character or a wrong escape")
        try:
            value = _ESCAPE.sub(_unescaped, match.group(1))
        except ValueError as error:
            raise self._error(str(error)) from error
        self._at = match.end()
        return value


def _unescaped(match: re.Match[str]) -> str:
    high, low, code, letter = match.groups()
    if letter is not None:
        return _LETTERS.get(letter, letter)
    if code is None:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00))
    if 0xD800 <= int(code, 16) <= 0xDFFF:
        raise ValueError("half of a surrogate pair")
    return chr(int(code, 16))

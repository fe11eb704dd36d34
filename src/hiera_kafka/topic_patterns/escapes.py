"""Reads what follows a backslash where it stands for characters: a point, a digit, `x2e`, `p{Alpha}`."""

from __future__ import annotations

import re
from typing import Final

from hiera_kafka.topic_patterns.alphabet import BIT, CASED, ESCAPED, EVERY, PROPERTIES, both_cases
from hiera_kafka.topic_patterns.cursor import Cursor

_CONTROL: Final = {"t": 9, "n": 10, "r": 13, "f": 12, "a": 7, "e": 27}
_UNPROVEN: Final = {
    "k": "a reference to a group",
    "G": "the end of the match before",
    "R": "a line break",
    "X": "a cluster of characters",
    "N": "a character by its name",
}
_GREATEST: Final = 0x10FFFF


def single(char: str, ignore_case: bool) -> int:
    """Return the set of one character, in both cases where case is ignored."""
    mask = BIT.get(char, 0)
    return both_cases(mask) if ignore_case else mask


def escaped(cursor: Cursor, ignore_case: bool) -> tuple[int, str | None]:
    """Read what follows a backslash, which the cursor is past.

    Returns:
        The set of characters, and the one character that it stands for; None where it stands for a kind of them.
    """
    begin = cursor.offset - 1
    char = cursor.next().char
    if char in "123456789":
        cursor.outside(f"a reference to a group, \\{char}", "write what the group matches once more", begin)
    if char in _UNPROVEN:
        cursor.outside(f"\\{char}, {_UNPROVEN[char]}", "leave it out: names of topics need none of it", begin)
    if char.lower() in ESCAPED:
        mask = ESCAPED[char.lower()]
        return (EVERY & ~mask if char.isupper() else mask), None
    if char in "pP":
        return _property(cursor, char, ignore_case, begin), None
    meant = _character(cursor, char, begin)
    return single(meant, ignore_case), meant


def _character(cursor: Cursor, char: str, begin: int) -> str:
    if char in _CONTROL:
        return chr(_CONTROL[char])
    if char == "c":
        return chr(ord(cursor.next().char) ^ 64)
    if char == "0":
        return _octal(cursor, begin)
    if char == "u":
        return _hexadecimal(cursor, 4, begin)
    if char == "x":
        return _braced(cursor, begin) if cursor.take("{") else _hexadecimal(cursor, 2, begin)
    if char.isascii() and char.isalpha():
        cursor.refuse(f"\\{char} means nothing", begin)
    return char


def _octal(cursor: Cursor, begin: int) -> str:
    digits = ""
    while "0" <= cursor.syntax() <= "7" and int(digits + cursor.syntax(), 8) <= 0o377:
        digits += cursor.next().char
    if not digits:
        cursor.refuse("an octal number without digits", begin)
    return chr(int(digits, 8))


def _hexadecimal(cursor: Cursor, length: int, begin: int) -> str:
    digits = "".join(cursor.next().char for _ in range(length) if cursor.token is not None)
    if not re.fullmatch(f"[0-9a-fA-F]{{{length}}}", digits):
        cursor.refuse(f"a hexadecimal number of {length} digits is missing", begin)
    return chr(int(digits, 16))


def _braced(cursor: Cursor, begin: int) -> str:
    digits = cursor.until("}")
    if not re.fullmatch("[0-9a-fA-F]{1,8}", digits) or int(digits, 16) > _GREATEST:
        cursor.refuse("no code of a character", begin)
    return chr(int(digits, 16))


def _property(cursor: Cursor, char: str, ignore_case: bool, begin: int) -> int:
    name = cursor.until("}") if cursor.take("{") else cursor.next().char
    known = ", ".join(PROPERTIES)
    if name not in PROPERTIES:
        cursor.outside(f"the kind of character \\{char}{{{name}}}", f"known are: {known}", begin)
    if ignore_case and name in CASED:
        message = f"\\{char}{{{name}}} where case is ignored, which versions of Java read differently"
        cursor.outside(message, "write \\p{Alpha}", begin)
    return EVERY & ~PROPERTIES[name] if char == "P" else PROPERTIES[name]

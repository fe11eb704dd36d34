"""Reads a class of characters, such as `[a-z.]` and `[^_]`."""

from __future__ import annotations

from hiera_kafka.topic_patterns.alphabet import EVERY, both_cases, mask_between
from hiera_kafka.topic_patterns.cursor import Cursor
from hiera_kafka.topic_patterns.escapes import escaped, single


def character_class(cursor: Cursor, ignore_case: bool) -> int:
    """Read a class up to its end; the cursor is past the opening bracket.

    Returns:
        The set of characters.
    """
    begin = cursor.offset - 1
    negated = cursor.take("^")
    if cursor.syntax() == "]":
        cursor.outside("']' first in a class", "write \\]", cursor.offset)
    mask = 0
    while not cursor.take("]"):
        if cursor.token is None:
            cursor.refuse("a class of characters is not closed", begin)
        mask |= _item(cursor, ignore_case)
    return EVERY & ~mask if negated else mask


def _item(cursor: Cursor, ignore_case: bool) -> int:
    begin = cursor.offset
    if cursor.syntax() == "[":
        cursor.outside("a class within a class", "write \\[ for the character, or one class", begin)
    if cursor.starts("&&"):
        cursor.outside("an intersection of classes, &&", "write the class that is meant", begin)
    mask, char = _one(cursor, ignore_case)
    if cursor.syntax() != "-" or cursor.syntax(1) == "]":
        return mask
    if char is None or cursor.syntax(1) == "[":
        cursor.outside("'-' beside a class", "write \\- or put it last", cursor.offset)
    cursor.next()
    _, last = _one(cursor, ignore_case)
    if last is None:
        cursor.outside("a range that ends in a kind of characters", "let it end in a character", begin)
    if ord(last) < ord(char):
        cursor.refuse(f"the range {char}-{last} is empty", begin)
    between = mask_between(ord(char), ord(last))
    return both_cases(between) if ignore_case else between


def _one(cursor: Cursor, ignore_case: bool) -> tuple[int, str | None]:
    if cursor.take("\\"):
        return escaped(cursor, ignore_case)
    char = cursor.next().char
    return single(char, ignore_case), char

"""Reads a regular expression as `java.util.regex` does, as far as what it takes can be proven.

Only a full match counts, so that lazy and greedy are the same, and so are groups that keep what they match and others.
What changes with the way in which Java tries alternatives (possessive quantifiers, atomic groups, references to groups)
is refused, and so is what versions of Java read differently.
"""

from __future__ import annotations

import re
from typing import Final

from hiera_kafka.topic_patterns.alphabet import EVERY
from hiera_kafka.topic_patterns.classes import character_class
from hiera_kafka.topic_patterns.cursor import Cursor
from hiera_kafka.topic_patterns.errors import PatternError
from hiera_kafka.topic_patterns.escapes import escaped, single
from hiera_kafka.topic_patterns.syntax import (
    ASSERTIONS,
    Alt,
    Chars,
    End,
    Look,
    Node,
    Repeat,
    Seq,
    Start,
    boundary,
    has_assertions,
    lengths,
)

LONGEST_PATTERN: Final = 4096
"""Characters of the longest pattern that is read."""
_DEEPEST: Final = 50
"""Groups within groups."""
_LOOKS: Final = {"(?=": (True, False), "(?!": (True, True), "(?<=": (False, False), "(?<!": (False, True)}
_BRACES: Final = re.compile(r"([0-9]+)(,([0-9]*))?")
_MOST_COUNT: Final = 2**31 - 1
_FLAGS: Final = "is"
"""Flags that may be set: case is ignored; `.` takes line breaks, which no name has."""


def parse(text: str) -> Node:
    """Return the tree of a pattern.

    Raises:
        PatternError: Java refuses it, or it is outside what can be proven.
    """
    if len(text) > LONGEST_PATTERN:
        raise PatternError(text[:60], 0, f"a pattern of {len(text)} characters", f"at most {LONGEST_PATTERN} are read")
    parser = _Parser(Cursor(text))
    tree = parser.alternatives()
    if parser.cursor.token is not None:
        parser.cursor.refuse("')' without '('")
    return tree


class _Parser:
    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self._ignore_case = False
        self._depth = 0
        self._in_behind = False
        self._names: set[str] = set()

    def alternatives(self) -> Node:
        """Read up to the end of the group or of the pattern."""
        options = [self._sequence()]
        while self.cursor.take("|"):
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Alt(tuple(options))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self.cursor.token is not None and self.cursor.syntax() not in ("|", ")"):
            begin = self.cursor.offset
            part = self._atom()
            if part is not None:
                parts.append(self._quantified(part, begin))
        return parts[0] if len(parts) == 1 else Seq(tuple(parts))

    def _atom(self) -> Node | None:
        """Read one piece; None where it was flags alone."""
        cursor = self.cursor
        char = cursor.syntax()
        if char == "(":
            return self._group()
        if char == "{":
            cursor.outside("'{' without anything before it to repeat", "write \\{ for the character", cursor.offset)
        if char and char in "*+?":
            cursor.refuse(f"{char!r} without anything before it to repeat")
        token = cursor.next()
        if char == ".":
            return Chars(EVERY)
        if char == "^":
            return Start()
        if char == "$":
            return self._end(token.offset)
        if char == "[":
            return Chars(character_class(cursor, self._ignore_case))
        if char == "\\":
            return self._escape()
        return Chars(single(token.char, self._ignore_case))

    def _escape(self) -> Node:
        cursor = self.cursor
        begin = cursor.offset - 1
        if cursor.take("A"):
            return Start()
        if cursor.take("z") or cursor.take("Z"):
            return self._end(begin)
        if cursor.syntax() in ("b", "B"):
            negated = cursor.next().char == "B"
            if cursor.syntax() == "{":
                cursor.outside("a boundary of characters, \\b{...}", "write \\b", begin)
            self._looks(begin)
            return boundary(negated=negated)
        return Chars(escaped(cursor, self._ignore_case)[0])

    def _group(self) -> Node | None:
        cursor = self.cursor
        begin = cursor.offset
        self._depth += 1
        if self._depth > _DEEPEST:
            cursor.outside(f"more than {_DEEPEST} groups within each other", "write it flatter", begin)
        before = self._ignore_case
        look = next((kind for opening, kind in _LOOKS.items() if cursor.take(opening)), None)
        if look is None:
            if not self._opened(begin):
                self._depth -= 1
                return None  # flags, which hold on to the end of the group around
            inner = self.alternatives()
        else:
            self._looks(begin)
            self._in_behind = not look[0]
            inner = Look(self.alternatives(), *look)
            self._in_behind = False
        if not cursor.take(")"):
            cursor.refuse("a group is not closed", begin)
        self._depth -= 1
        self._ignore_case = before
        return inner

    def _looks(self, begin: int) -> None:
        if self._in_behind:
            self.cursor.outside("a look around within a look behind", "put one beside the other", begin)

    def _end(self, begin: int) -> Node:
        if self._in_behind:
            self.cursor.outside("the end of the name within a look behind", "put it after that", begin)
        return End()

    def _opened(self, begin: int) -> bool:
        """Go past what opens a group; False where that sets flags and opens none."""
        cursor = self.cursor
        if cursor.take("(?:"):
            return True
        if not cursor.starts("(?"):
            return cursor.take("(")
        if cursor.starts("(?>"):
            cursor.outside("a group that is not tried again, (?>", "write (?:", begin)
        if cursor.take("(?<"):
            name = cursor.until(">")
            if not re.fullmatch("[a-zA-Z][a-zA-Z0-9]*", name):
                cursor.refuse(f"{name!r} is no name of a group", begin)
            if name in self._names:
                cursor.refuse(f"two groups have the name {name!r}", begin)
            self._names.add(name)
            return True
        cursor.take("(?")
        return self._flags(begin)

    def _flags(self, begin: int) -> bool:
        cursor = self.cursor
        on = True
        while cursor.syntax() not in (":", ")"):
            flag = cursor.next().char
            if flag == "-" and on:
                on = False
            elif flag not in _FLAGS and flag in "dmuxU":
                cursor.outside(f"the flag {flag!r}", "only i and s may be set", begin)
            elif flag not in _FLAGS:
                cursor.refuse(f"{flag!r} is no flag, and opens no group", begin)
            elif flag == "i":
                self._ignore_case = on
        return cursor.next().char == ":"

    def _quantified(self, part: Node, begin: int) -> Node:
        cursor = self.cursor
        at = cursor.offset
        char = cursor.syntax()
        bounds: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if char in bounds:
            cursor.next()
            least, most = bounds[char]
        elif char == "{":
            cursor.next()
            least, most = self._braces(at)
        else:
            return part
        if cursor.syntax() == "+":
            cursor.outside("a quantifier that gives nothing back", "leave out the second '+'", at)
        cursor.take("?")  # lazy: which match comes first makes no difference
        if cursor.syntax() == "{":
            cursor.outside("a quantifier after a quantifier", "put a group around the first", cursor.offset)
        if isinstance(part, ASSERTIONS) or (has_assertions(part) and lengths(part)[1] == 0):
            cursor.outside("an assertion that is repeated", "leave out the quantifier", begin)
        if least > 1 and has_assertions(part) and lengths(part)[0] == 0:
            message = "a group that is repeated, may be empty and looks around"
            cursor.outside(message, "write it so that it takes a character, or without {n}", begin)
        if self._in_behind and (most is None or not isinstance(part, Chars)):
            message = "a look behind for something without an obvious length"
            cursor.outside(message, "repeat single characters only in it, and give the most", begin)
        return Repeat(part, least, most)

    def _braces(self, begin: int) -> tuple[int, int | None]:
        cursor = self.cursor
        match = _BRACES.fullmatch(cursor.until("}"))
        if match is None:
            cursor.refuse("a count that is not {n}, {n,} or {n,m}", begin)
        least = int(match[1])
        most = least if match[2] is None else int(match[3]) if match[3] else None
        if max(least, most or 0) > _MOST_COUNT or (most is not None and most < least):
            cursor.refuse(f"the count {{{match[0]}}} is empty or too large", begin)
        return least, most

"""What a plain YAML scalar means: the rules of Ruby's Psych 4, which are those of YAML 1.1 with ideas of their own."""

from __future__ import annotations

import math
import re
from typing import Any

from hiera_kafka.hiera.values.ruby import Symbol

_WORD = re.compile(r"[^\d.:\-]?[A-Za-z_\s!@#$%^&*(){}<>|/\\~;=]+", re.ASCII)
_MAYBE_SPECIAL = re.compile(r"[ytonf~]", re.IGNORECASE | re.ASCII)
_NULL = re.compile(r"null", re.IGNORECASE | re.ASCII)
_TRUE = re.compile(r"yes|true|on", re.IGNORECASE | re.ASCII)
_FALSE = re.compile(r"no|false|off", re.IGNORECASE | re.ASCII)
_TIME = re.compile(
    r"-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(\d\d)?))?", re.ASCII
)
_DATE = re.compile(r"\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)", re.ASCII)
_INFINITY = re.compile(r"[+-]?\.inf", re.IGNORECASE | re.ASCII)
_NAN = re.compile(r"\.nan", re.IGNORECASE | re.ASCII)
_QUOTED_SYMBOL = re.compile(r""":["'](.*)["']""")
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}")
_SEXAGESIMAL_FLOAT = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}\.[0-9_]*")
_FLOAT = re.compile(r"[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][+-][0-9]+)?")
_BARE_POINT = re.compile(r"[-+]?\.([eE][+-][0-9]+)?")
_INTEGER = re.compile(
    r"([-+]?)(?:0b([0-1_,]+)|0x([0-9a-fA-F_,]+)|0([0-7_,]+)|(0|[1-9](?:[0-9]|,[0-9]|_[0-9])*))", re.ASCII
)


MAX_DIGITS = 4000
"""In a number; more take Python longer and longer, and it refuses to write them."""


class UnquotedDate(Exception):  # noqa: N818 - becomes a Diagnostic where the place is known
    """A date or time without quotes, which Puppet refuses."""


def resolve(text: str) -> Any:
    """Return what the plain scalar `text` stands for.

    Returns:
        None, a bool, int, float, str or Symbol.

    Raises:
        UnquotedDate: When it is a date or a time.
        ValueError: When it looks like a number and is none (`0x_`).
    """
    if not text:
        return None
    if _WORD.match(text) or "\n" in text:
        return _word(text)
    if _TIME.fullmatch(text) or _DATE.fullmatch(text):
        raise UnquotedDate(text)
    if _INFINITY.fullmatch(text):
        return float("-inf") if text.startswith("-") else float("inf")
    if _NAN.fullmatch(text):
        return math.nan  # always the same object, as in Ruby, where it is then the same key
    if text.startswith(":") and len(text) > 1:
        quoted = _QUOTED_SYMBOL.match(text)
        return Symbol(quoted.group(1) if quoted else text[1:])
    return _number(text)


def _word(text: str) -> Any:
    if len(text) > 5 or not _MAYBE_SPECIAL.match(text):
        return text
    if text == "~" or _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    return text


def _number(text: str) -> Any:
    if len(text) > MAX_DIGITS and _SEXAGESIMAL.fullmatch(text):
        raise ValueError("a number of so many digits")
    if _SEXAGESIMAL.fullmatch(text):
        return sum(int(part.rstrip("_")) * 60 ** (2 - i) for i, part in enumerate(text.split(":")))
    if _SEXAGESIMAL_FLOAT.fullmatch(text):
        return float(sum(float(part.replace("_", "")) * 60 ** (2 - i) for i, part in enumerate(text.split(":"))))
    if _FLOAT.fullmatch(text):
        if _BARE_POINT.fullmatch(text):
            return text
        return float(re.sub(r"[,_]", "", text))
    match = _INTEGER.fullmatch(text)
    if match is None:
        return text
    sign, *digits = match.groups()
    if len(text) > MAX_DIGITS:
        raise ValueError("a number of so many digits")
    base, found = next((base, found) for base, found in zip((2, 16, 8, 10), digits, strict=True) if found is not None)
    bare = re.sub(r"[,_]", "", found)
    if not bare and base == 8:  # `0_` is the zero alone
        bare = "0"
    return -int(bare, base) if sign == "-" else int(bare, base)

"""Puppet's numbers, made of texts and of other numbers as `Integer.new`, `Float.new` and `Numeric.new` do."""

from __future__ import annotations

import re
from typing import Any

from hiera_kafka.hiera.values.ruby import Symbol, described

MAX_DIGITS = 4000
"""Of a text; more take Python longer and longer, and it refuses to write them."""

_SIGN = r"(?P<sign>[+-]?)(?P<blank>\s*+)"  # blanks are not given back: a text of many would take the square of it
_INTEGER = re.compile(rf"{_SIGN}(?P<digits>0[bB][01]+|0[xX][0-9A-Fa-f]+|\d+)", re.ASCII)
_REAL = re.compile(
    rf"{_SIGN}(?P<digits>(?:0[bB][01]+|0[xX][0-9A-Fa-f]+|0[0-7]+"
    r"|(?:0|[1-9]\d*)(?P<fraction>\.\d+)?(?P<exponent>[eE]-?\d+)?))",
    re.ASCII,
)
_BASES = (2, 8, 10, 16)
_PREFIXES = {2: "0b", 16: "0x"}


class ConversionError(Exception):
    """A value that a type cannot be made of."""


def integer(value: Any, base: Any) -> int:
    """Return an Integer.

    Args:
        value: A number, a boolean or a text.
        base: 2, 8, 10 or 16, or the symbol `default` for what the text begins with.

    Raises:
        ConversionError: There is none.
    """
    if base != Symbol("default") and (isinstance(base, bool | float) or base not in _BASES):
        raise ConversionError(f"the base must be 2, 8, 10, 16 or default, found {described(base)}")
    if isinstance(value, bool | int | float):
        try:
            return int(value)
        except (OverflowError, ValueError) as error:
            raise ConversionError("an infinite number, or none, is no Integer") from error
    if not isinstance(value, str):
        raise ConversionError(f"an Integer cannot be made from {described(value)}")
    match = _matched(_INTEGER, value, "the text is no integer")
    number = _whole(match["digits"], None if isinstance(base, Symbol) else base)
    return -number if match["sign"] == "-" else number


def _matched(pattern: re.Pattern[str], text: str, problem: str) -> re.Match[str]:
    match = pattern.fullmatch(text) if len(text) <= MAX_DIGITS else None
    if match is None or (match["sign"] and match["blank"].strip(" \t")):
        raise ConversionError(problem)
    return match


def _whole(digits: str, base: int | None) -> int:
    """Return what Ruby's `Integer(digits, base)` does; without a base it follows from how the digits begin."""
    start = digits[:2].lower()
    if base is None:
        base = {"0b": 2, "0x": 16}.get(start, 8 if digits.startswith("0") else 10)
    if start in {"0b", "0x"} and start != _PREFIXES.get(base) and not (start == "0b" and base == 16):
        raise ConversionError(f"the text is no integer of base {base}")
    try:
        return int(digits, base)
    except ValueError as error:
        raise ConversionError(f"the text is no integer of base {base}") from error


def real(value: Any) -> float:
    """Return a Float.

    Raises:
        ConversionError: There is none.
    """
    try:
        if not isinstance(value, str):
            return float(_number(value))
        match = _matched(_REAL, value, "the text is no number")
        digits = match["digits"]
        if digits == "0" and not match["sign"] and not match["blank"]:
            raise ConversionError("Puppet makes no Float from the text 0; write 0.0")
        start = digits[:2].lower()
        if start == "0b":
            if match["sign"] or match["blank"]:
                raise ConversionError("a binary number with a sign makes no Float")
            return float(int(digits, 2))
        number = float(int(digits, 16)) if start == "0x" else float(digits)
    except OverflowError:  # an integer of hundreds of digits
        number = float("inf")
        return -number if isinstance(value, int) and value < 0 else number
    return -number if match["sign"] == "-" else number


def numeric(value: Any) -> int | float:
    """Return an Integer or a Float.

    Raises:
        ConversionError: There is none.
    """
    if not isinstance(value, str):
        return _number(value)
    match = _matched(_REAL, value, "the text is no number")
    digits = match["digits"]
    if match["blank"].strip(" \t") or (digits[:2].lower() == "0b" and (match["sign"] or match["blank"])):
        raise ConversionError("the text is no number")
    if match["fraction"] or match["exponent"]:
        found: int | float = float(digits)
    else:
        found = _whole(digits, None)
    return -found if match["sign"] == "-" else found


def _number(value: Any) -> int | float:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int) or (isinstance(value, float) and value == value):  # noqa: PLR0124 - NaN is no Float
        return value
    raise ConversionError(f"no number can be made from {described(value)}")

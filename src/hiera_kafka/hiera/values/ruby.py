"""Values as Ruby sees them: equality, text, order and the few types that plain Python lacks.

Interpolation turns values into text with Ruby's `to_s`, merging drops duplicates by Ruby's `eql?` and sorts by `<=>`.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Symbol:
    """A Ruby Symbol, such as `:default`; plain data but for `:default` and `:undef` never holds one."""

    name: str


@dataclass(frozen=True, slots=True)
class OddKey:
    """A hash key that Puppet's data types do not allow: true, null, a list or a hash."""

    value: Any
    text: str

    def __hash__(self) -> int:
        return hash(self.text)


class FloatKey(float):
    """A Float as the key of a hash: as in Ruby, `1.0` and `1` are two keys."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, float) and float(self) == float(other)

    def __hash__(self) -> int:
        return hash(float(self))


@dataclass(frozen=True, slots=True, repr=False)
class Sensitive:
    """A value that `convert_to: Sensitive` made; its text never shows what it holds."""

    value: Any

    def __repr__(self) -> str:
        return "Sensitive [value redacted]"

    def __hash__(self) -> int:
        return hash(eql_key(self.value))


@dataclass(frozen=True, slots=True)
class Rich:
    """A value of a Puppet type that is no plain data: `semver`, `regexp`, `type`, `timestamp` or `timespan`."""

    kind: str
    text: str


class Incomparable(Exception):  # noqa: N818 - never leaves this package, where it becomes a Diagnostic
    """Two values that Ruby's `<=>` has no answer for."""

    def __init__(self, left: Any, right: Any) -> None:
        super().__init__(f"comparison of {class_name(left)} with {shown(right)} failed")


def eql_key(value: Any) -> Hashable:
    """Return something hashable that is equal for two values exactly when Ruby's `eql?` holds (1 is not 1.0)."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]  # narrowed by type(), which mypy does not follow for Any
    if kind is dict:
        return (dict, frozenset((eql_key(key), eql_key(item)) for key, item in value.items()))
    if kind is list:
        return (list, tuple(map(eql_key, value)))
    if kind is FloatKey:
        return (float, float(value))
    return (kind, value)


def class_name(value: Any) -> str:
    """Return the name of the Ruby class of `value`, as messages show it."""
    if value is None:
        return "NilClass"
    if isinstance(value, bool):
        return "TrueClass" if value else "FalseClass"
    names: dict[type, str] = {str: "String", int: "Integer", float: "Float", list: "Array", dict: "Hash"}
    return names.get(type(value), type(value).__name__)  # Symbol and Sensitive are named as in Ruby


def described(value: Any) -> str:
    """Return what kind of value it is, in the words of YAML; never the value itself, which may be secret."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value == "":
        return "an empty text"
    words: dict[type, str] = {str: "a text", int: "an integer", float: "a float", list: "a list", dict: "a hash"}
    return words.get(type(value), f"a {type(value).__name__}")


def shown(value: Any) -> str:
    """Return the short form of a value that a comparison message ends with."""
    return inspect(value) if value is None or isinstance(value, bool | int | float) else class_name(value)


def text(value: Any) -> str:
    """Return what Ruby's `to_s` gives: nil is empty, lists and hashes are inspected."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Symbol):
        return value.name
    return inspect(value)


def inspect(value: Any) -> str:
    """Return what Ruby's `inspect` gives."""
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(inspect, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{inspect(key)}=>{inspect(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Symbol):
        return f":{value.name}"
    return value.text if isinstance(value, OddKey | Rich) else str(value)


def float_text(value: float) -> str:
    """Return Ruby's text of a Float: `1.0e+20`, `1.0e-05`, `100.0`, `Infinity`, `NaN`."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    digits = repr(value)
    mantissa, exponent_sign, exponent = digits.partition("e")
    if not exponent_sign and abs(value) >= 1e15:  # Python writes one digit more before it turns to an exponent
        sign, whole = digits[: digits.startswith("-")], digits.removeprefix("-").partition(".")[0]
        return f"{sign}{whole[0]}.{whole[1:].rstrip('0') or '0'}e+15"
    if exponent_sign and "." not in mantissa:
        mantissa += ".0"
    return mantissa + exponent_sign + exponent


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v"} | {
    "\f": "\\f",
    "\r": "\\r",
    "\x1b": "\\e",
}
_HASH_SIGN = re.compile(r"#(?=[{$@])")


def _quoted(value: str) -> str:
    escaped = "".join(map(_escaped, value))
    return '"' + _HASH_SIGN.sub(r"\\#", escaped) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if " " <= char <= "~":
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, as surrogateescape keeps it
        return f"\\x{code - 0xDC00:02X}"
    if unicodedata.category(char) in {"Cc", "Cs", "Cn", "Zl", "Zp"}:
        return f"\\u{code:04X}" if code <= 0xFFFF else f"\\u{{{code:X}}}"
    return char


def sort(values: Iterable[Any]) -> list[Any]:
    """Return the values in the order of Ruby's `sort`.

    Raises:
        Incomparable: When two of them have no order (a string and an integer, two hashes that differ).
    """
    return sorted(values, key=functools.cmp_to_key(_compare))


def _compare(left: Any, right: Any) -> int:
    order = _spaceship(left, right)
    if order is None:
        raise Incomparable(left, right)
    return order


def _spaceship(left: Any, right: Any) -> int | None:
    if isinstance(left, str) and isinstance(right, str):
        first, second = left.encode("utf-8", "surrogateescape"), right.encode("utf-8", "surrogateescape")
        return int(first > second) - int(first < second)
    if _is_number(left) and _is_number(right):
        if math.isnan(left) or math.isnan(right):
            return None
        return int(left > right) - int(left < right)
    if isinstance(left, list) and isinstance(right, list):
        for one, other in zip(left, right, strict=False):
            order: int | None = _spaceship(one, other)
            if order != 0:
                return order
        return int(len(left) > len(right)) - int(len(left) < len(right))
    return 0 if eql_key(left) == eql_key(right) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

"""What Psych makes of tags: the same tag may mean one thing beside a scalar, another beside a list or a hash."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from hiera_kafka.hiera.values import psych_scalars
from hiera_kafka.hiera.values.ruby import Symbol

_CORE = "tag:yaml.org,2002:"
TEXT = f"{_CORE}str"
OMAPS = frozenset({"!omap", f"{_CORE}omap"})

_STRING = re.compile(r"!(?:str|ruby/string)(?::.*)?")
_SYMBOL = re.compile(r"!ruby/sym(?:bol)?:?.*")
_BINARIES = frozenset({"!binary", f"{_CORE}binary"})
_FLOATS = frozenset({"!float", f"{_CORE}float"})
_NAMES_OF_CLASSES = frozenset({"!ruby/class", "!ruby/module"})
_REFUSED_SCALAR = re.compile(
    r"!(?:str|ruby/string):.+|!ruby/object:(?:BigDecimal|DateTime|Complex|Rational)|!ruby/(?:encoding|regexp|range)"
)
_REFUSED_LIST = re.compile(r"!(?:seq|ruby/array):.*")
_REFUSED_HASH = re.compile(
    r"!ruby/(?:struct|exception).*|!ruby/object(?!:?Hash\Z).*|!(?:str|ruby/string):.+|!ruby/range"
    r"|!ruby/(?:array|hash|marshalable):.*|!ruby/hash-with-ivars(?::.*)?|!map:.*"
    rf"|(?:!|{_CORE})(?:set|omap)"
)
_TEXT_OF_FLOAT = re.compile(r"\s*[-+]?[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?(?:[eE][-+]?[0-9]+)?\s*", re.ASCII)
_VARIABLE = re.compile(r"@?[^\W\d]\w*")


class RefusedTagError(Exception):
    """A tag that stands for a Ruby class."""


def refuses(tag: str, *, mapping: bool) -> bool:
    """Return whether a list, or a hash, with this tag is a Ruby object."""
    return (_REFUSED_HASH if mapping else _REFUSED_LIST).fullmatch(tag) is not None


def is_text(tag: str | None) -> bool:
    """Return whether a tag says that what follows is text; of a hash, its key `str` is."""
    return tag is not None and (tag == TEXT or _STRING.fullmatch(tag) is not None)


def may_be_put_on(value: Any, names: list[str]) -> bool:
    """Return whether Ruby lets a value have variables of these names: those of other keys of a hash that is a text."""
    return isinstance(value, str | list | dict) and all(_VARIABLE.fullmatch(name) for name in names)


def scalar(text: str, tag: str) -> Any:
    """Return what a scalar without quotes stands for.

    Raises:
        RefusedTagError: A Ruby object.
        ValueError: The text is not what the tag says.
        psych_scalars.UnquotedDate: A date or time.
    """
    if tag in _BINARIES:
        return _unpacked(text)
    if _REFUSED_SCALAR.fullmatch(tag) or (tag in _NAMES_OF_CLASSES and text):
        raise RefusedTagError
    if tag in _NAMES_OF_CLASSES:
        return None
    if is_text(tag):
        return text
    if tag in _FLOATS:
        return _float(psych_scalars.resolve(text))
    if _SYMBOL.fullmatch(tag):
        return Symbol(text)
    return psych_scalars.resolve(text)


def _float(value: Any) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number and not (isinstance(value, str) and _TEXT_OF_FLOAT.fullmatch(value)):
        raise ValueError("not a float")
    try:
        return float(value)
    except OverflowError:  # an integer of hundreds of digits
        return float("inf") if value > 0 else float("-inf")


def _unpacked(text: str) -> str:
    letters = re.sub(r"[^A-Za-z0-9+/]", "", text.partition("=")[0])
    try:
        data = base64.b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        data = base64.b64decode(letters[:-1])
    return data.decode("utf-8", "surrogateescape")

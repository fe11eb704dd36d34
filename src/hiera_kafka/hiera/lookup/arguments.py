"""Checks what callers give to a lookup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.puppet.types import PuppetType, TypeSyntaxError, parse_type
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.ruby import described


def checked(key: Any, merge: Any, override: Any, default_values: Any) -> tuple[str, ...]:
    """Return the keys that are asked for.

    Raises:
        HieraError: `lookup-arguments`.
    """
    names = (key,) if isinstance(key, str) else key
    if not isinstance(names, list | tuple):
        raise _wrong("key", "text or a list of texts", key)
    for name in names:
        if not isinstance(name, str):
            raise _wrong("key", "text or a list of texts", name)
    if isinstance(merge, Mapping):
        for value in merge.values():
            if not isinstance(value, str | bool | int | float):
                raise _wrong("merge", "a strategy or a hash of scalars", value)
    elif merge is not None and (not isinstance(merge, str) or not merge):
        raise _wrong("merge", "a strategy or a hash of scalars", merge)
    for what, value in (("override", override), ("default_values", default_values)):
        if value is not None and not isinstance(value, Mapping):
            raise _wrong(what, "a hash", value)
    return tuple(names)


def checked_key(key: Any, merge: Any) -> str:
    """Return the one key that is asked for.

    Raises:
        HieraError: `lookup-arguments`.
    """
    if not isinstance(key, str):
        raise _wrong("key", "text", key)
    checked(key, merge, None, None)
    return key


def checked_type(text: Any) -> PuppetType:
    """Return the type that a lookup's answer must be of.

    Raises:
        HieraError: `lookup-arguments`, when the text names no type.
    """
    if not isinstance(text, str):
        raise _wrong("value_type", "text", text)
    try:
        return parse_type(text)
    except TypeSyntaxError as error:
        raise failure("lookup-arguments", f"'value_type' of a lookup: {error}") from error


def _wrong(what: str, expected: str, found: Any) -> HieraError:
    return failure("lookup-arguments", f"{what!r} of a lookup must be {expected}, found {described(found)}")

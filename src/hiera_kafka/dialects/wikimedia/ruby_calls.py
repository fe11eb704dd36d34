"""Ruby's calls on raw data, with Ruby's refusals.

Puppet's function works on whatever the data holds. What it does with a list where a hash belongs follows from the
methods that it calls; these are those methods.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from hiera_kafka.dialects.wikimedia.errors import WikimediaError, refuse
from hiera_kafka.errors import Position
from hiera_kafka.hiera.values import ruby
from hiera_kafka.hiera.values.ruby import Incomparable, OddKey


def truthy(value: Any) -> bool:
    """Whether Ruby takes the value as true: all but nil and false, so 0 and empty text are true."""
    return value is not None and value is not False


def has_key(value: dict[Any, Any], key: Any) -> bool:
    """Whether a hash has a key; 7, 7.0, "7" and true are four keys."""
    return _position(value, key) is not None


def fetch(value: dict[Any, Any], key: Any) -> Any:
    """Return the value of a key of a hash, None without one."""
    found = _position(value, key)
    return None if found is None else found[1]


def _position(value: dict[Any, Any], key: Any) -> tuple[Any, Any] | None:
    if type(key) is str:
        return (key, value[key]) if key in value else None
    wanted = ruby.eql_key(key)
    for present, item in value.items():
        if ruby.eql_key(present.value if isinstance(present, OddKey) else present) == wanted:
            return present, item
    return None


def as_hash(value: Any, method: str, what: str, where: Position | None = None) -> dict[Any, Any]:
    """Return a value on which a method of hashes is called.

    Args:
        value: The value.
        method: The method that Puppet's function calls.
        what: How messages name the value.
        where: Where it stands.

    Raises:
        WikimediaError: `ruby_nil` or `ruby_wrong_type`, when it is no hash.
    """
    if isinstance(value, dict):
        return value
    raise no_method(value, method, what, where)


def index(value: Any, key: Any, what: str, where: Position | None = None) -> Any:
    """Return `value[key]`.

    Raises:
        WikimediaError: `ruby_nil` or `ruby_wrong_type`, when the value has no such operation.
    """
    if isinstance(value, dict):
        return fetch(value, key)
    if isinstance(value, str) and isinstance(key, str):
        return key if key in value else None  # Ruby looks for the part of the text
    if isinstance(value, str | list) and _is_index(key):
        return value[int(key)] if -len(value) <= int(key) < len(value) else None
    raise no_method(value, "[]", what, where)


def _is_index(key: Any) -> bool:
    return isinstance(key, int | float) and not isinstance(key, bool) and math.isfinite(key)


def each_pair(value: Any, what: str, where: Position | None = None) -> Iterator[tuple[Any, Any]]:
    """Yield what `each` with two block parameters gives: pairs of a hash, the first two of each list in a list.

    Raises:
        WikimediaError: `ruby_nil` or `ruby_wrong_type`, when the value has no `each`.
    """
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        for item in value:
            first, second, *_ = [*item, None, None] if isinstance(item, list) else [item, None]
            yield first, second
    else:
        raise no_method(value, "each", what, where)


def sort(values: list[Any], what: str, where: Position | None = None) -> list[Any]:
    """Return the values in order: text by its bytes, numbers by size.

    Raises:
        WikimediaError: `unsortable_ids`, when there are both.
    """
    try:
        return ruby.sort(values)
    except Incomparable as error:
        message = f"{what} cannot be sorted: there is text as well as numbers"
        hint = "write all of them as text, in quotes"
        raise refuse("puppet-unsortable", message, where, hint=hint, note=f"Puppet says: {error}") from error


def no_method(
    value: Any, method: str, what: str, where: Position | None = None, needed: str = "a hash"
) -> WikimediaError:
    """Return the error of a method that the value does not have."""
    if value is None:
        says = f"Puppet says: undefined method `{method}' for nil"
        return refuse("puppet-nil", f"{what}: {needed} is needed, found nothing", where, note=says)
    says = f"Puppet calls `{method}' on a value of class {ruby.class_name(value)}"
    message = f"{what}: {needed} is needed, found {ruby.described(value)}"
    return refuse("puppet-wrong-type", message, where, note=says)

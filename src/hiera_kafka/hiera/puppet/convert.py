"""`convert_to` of `lookup_options`: makes a value of another Puppet type, as `Type.new(value)` does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hiera_kafka.bounded import TooCostlyError
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.puppet import ruby_regex, times
from hiera_kafka.hiera.puppet.types import PuppetType, TypeSyntaxError, parse_type
from hiera_kafka.hiera.values import keys
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import Place
from hiera_kafka.hiera.values.puppet_text import formatted, puppet_text
from hiera_kafka.hiera.values.ruby import Rich, Sensitive, Symbol, described
from hiera_kafka.hiera.values.secret_names import is_secret_path
from hiera_kafka.source import Origin, OriginKind

# Blanks are not given back: between two such runs, that would take the square of their length.
_INTEGER = re.compile(r"\s*+([+-]?)\s*+(0[bB][01]+|0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9][0-9]*)\s*", re.ASCII)
_FLOAT = re.compile(r"\s*+[+-]?\s*+[0-9]++(\.[0-9]+)?([eE][+-]?[0-9]+)?\s*", re.ASCII)
_BOOLEANS = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}
_SEMVER = re.compile(
    r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?", re.ASCII
)
_BASES = (2, 8, 10, 16)


class _ConversionError(Exception):
    """A value that the type cannot be made of."""


def convert(node: Node, key: str, wanted: Any) -> Node:
    """Return the value of a key as another type; the same Node when it is of that type already.

    Args:
        node: The value.
        key: The key, for messages.
        wanted: What `convert_to` says: a type, or a list of a type and arguments; None converts nothing.

    Raises:
        HieraError: `convert-to`.
        TooCostlyError: A regular expression of the type takes too long.
    """
    if wanted is None:
        return node
    name, *arguments = wanted if isinstance(wanted, list) and wanted else [wanted]
    if not isinstance(name, str):
        raise _failed(key, node, f"a type is expected, found {described(name)}")
    value = node.plain
    try:
        type_ = parse_type(name)
        if not arguments and type_.holds(value):
            return node
        made = _made(type_, value, arguments)
        if not type_.holds(made):
            raise _ConversionError(f"the result is not of the type {type_.text}")
    except (TypeSyntaxError, _ConversionError) as error:
        # What is wrong with a text may quote it.
        secret = _is_secret(node, key) and isinstance(error, _ConversionError)
        raise _failed(key, node, f"the value, a secret, makes no {name}" if secret else str(error)) from error
    own = node.origin()
    secret = type_.name == "Sensitive" or _is_secret(node, key)
    return Node.of(
        made, Origin(OriginKind.DERIVED, own.position, own.level, (), f"convert_to {name}", (own,), secret=secret)
    )


def _is_secret(node: Node, key: str) -> bool:
    path = keys.split(key)
    return is_secret_path(path) or node.holds_secret(path[-1])


def _failed(key: str, node: Node, problem: str) -> HieraError:
    where = node.at.position if isinstance(node.at, Place) else node.position
    return failure(
        "convert-to",
        f"'convert_to' of the key {key!r} failed: {problem}",
        where,
        hint="fix the value, or 'convert_to' in 'lookup_options'",
    )


def _made(type_: PuppetType, value: Any, arguments: list[Any]) -> Any:
    if type_.name in {"Optional", "NotUndef"} and type_.parameters and isinstance(type_.parameters[0], PuppetType):
        return _made(type_.parameters[0], value, arguments)
    maker = _MAKERS.get(type_.name)
    if maker is None:
        raise _ConversionError(f"values of the type {type_.text} cannot be made from {described(value)} here")
    return maker(value, arguments)


def _integer(value: Any, arguments: list[Any]) -> int:
    base = arguments[0] if arguments else Symbol("default")
    if base not in (Symbol("default"), "default") and base not in _BASES:
        raise _ConversionError(f"the base must be 2, 8, 10, 16 or default, found {base!r}")
    if isinstance(value, bool | int | float):
        try:
            number = int(value)
        except (OverflowError, ValueError) as error:
            raise _ConversionError("an infinite number, or none, is no Integer") from error
    elif isinstance(value, str):
        number = _parsed_integer(value, base if base in _BASES else None)
    else:
        raise _ConversionError(f"an Integer cannot be made from {described(value)}")
    return abs(number) if len(arguments) > 1 and arguments[1] is True else number


def _parsed_integer(text: str, base: int | None) -> int:
    match = _INTEGER.fullmatch(text)
    if match is None:
        raise _ConversionError("the text is no integer")
    sign, digits = match.groups()
    try:
        if base is not None:
            number = int(digits, base)
        elif digits[:2].lower() in {"0b", "0x"}:
            number = int(digits, 0)
        else:
            number = int(digits, 8 if digits.startswith("0") else 10)
    except ValueError as error:
        raise _ConversionError(f"the text is no integer of base {base}") from error
    return -number if sign == "-" else number


def _float(value: Any, arguments: list[Any]) -> float:
    return float(_numeric(value, arguments))


def _numeric(value: Any, arguments: list[Any]) -> int | float:
    if isinstance(value, bool):
        number: int | float = int(value)
    elif isinstance(value, int | float):
        number = value
    elif isinstance(value, str) and _INTEGER.fullmatch(value):
        number = _parsed_integer(value, None)
    elif isinstance(value, str) and _FLOAT.fullmatch(value):
        number = float(re.sub(r"\s", "", value))
    else:
        raise _ConversionError(f"no number can be made from {described(value)}")
    return abs(number) if arguments and arguments[0] is True else number


def _boolean(value: Any, _: list[Any]) -> bool:
    if isinstance(value, bool | int | float):
        return value != 0
    found = _BOOLEANS.get(value.lower()) if isinstance(value, str) else None
    if found is None:
        raise _ConversionError("a Boolean is made from a number, or from true, yes, y, false, no or n")
    return found


def _string(value: Any, arguments: list[Any]) -> str:
    if not arguments:
        return puppet_text(value)
    try:
        return formatted(value, arguments[0])
    except ValueError as error:
        raise _ConversionError(str(error)) from error


def _array(value: Any, arguments: list[Any]) -> list[Any]:
    if arguments and arguments[0] is True:
        return value if isinstance(value, list) else [value]
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return [[key, item] for key, item in value.items()]
    if isinstance(value, str):
        return list(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return list(range(value))
    raise _ConversionError(f"an Array cannot be made from {described(value)}")


def _hash(value: Any, arguments: list[Any]) -> dict[Any, Any]:
    if isinstance(value, dict):
        return value
    items = _array(value, [])
    if arguments:
        raise _ConversionError("a Hash from a tree or array of hashes is not made here")
    if items and all(isinstance(item, list) and len(item) == 2 for item in items):
        return {_hash_key(key): item for key, item in items}
    if len(items) % 2:
        raise _ConversionError("a Hash is made from pairs, found an odd number of elements")
    return {_hash_key(items[at]): items[at + 1] for at in range(0, len(items), 2)}


def _hash_key(key: Any) -> Any:
    if isinstance(key, str | int | float) and not isinstance(key, bool):
        return key
    raise _ConversionError(f"{described(key)} cannot be the key of a Hash here")


def _sensitive(value: Any, _: list[Any]) -> Sensitive:
    return value if isinstance(value, Sensitive) else Sensitive(value)


def _semver(value: Any, _: list[Any]) -> Rich:
    if not isinstance(value, str) or not _SEMVER.fullmatch(value):
        raise _ConversionError("a SemVer is made from a text such as 1.2.3")
    return Rich("semver", value)


def _regexp(value: Any, _: list[Any]) -> Rich:
    try:
        if isinstance(value, str):
            ruby_regex.compile_pattern(value)
            return Rich("regexp", value)
    except re.error as error:
        raise _ConversionError(f"the text is no regular expression: {error.msg}") from error
    raise _ConversionError(f"a Regexp cannot be made from {described(value)}")


def _type(value: Any, _: list[Any]) -> Rich:
    if not isinstance(value, str):
        raise _ConversionError(f"a Type cannot be made from {described(value)}")
    try:
        return Rich("type", parse_type(value).text)
    except TypeSyntaxError as error:
        raise _ConversionError("the text is no type") from error


def _timestamp(value: Any, arguments: list[Any]) -> Rich:
    if arguments:
        raise _ConversionError("a Timestamp with a format or time zone of its own is not made here")
    try:
        return Rich("timestamp", times.timestamp(value))
    except ValueError as error:
        raise _ConversionError(str(error)) from error


def _timespan(value: Any, arguments: list[Any]) -> Rich:
    if isinstance(value, str) and arguments:
        raise _ConversionError("a Timespan with a format of its own is not made here")
    try:
        return Rich("timespan", times.timespan(value, arguments))
    except ValueError as error:
        raise _ConversionError(str(error)) from error


_MAKERS: dict[str, Callable[[Any, list[Any]], Any]] = {
    "Integer": _integer,
    "Float": _float,
    "Numeric": _numeric,
    "Boolean": _boolean,
    "String": _string,
    "Array": _array,
    "Tuple": _array,
    "Hash": _hash,
    "Struct": _hash,
    "Sensitive": _sensitive,
    "SemVer": _semver,
    "Regexp": _regexp,
    "Type": _type,
    "Timestamp": _timestamp,
    "Timespan": _timespan,
}


def check_value(node: Node, type_: PuppetType, what: str) -> None:
    """Refuse an answer that is not of the type that was asked for.

    Raises:
        HieraError: `value-type`, or `pattern-too-costly`.
    """
    try:
        holds = type_.holds(node.plain)
    except TooCostlyError as error:
        raise ruby_regex.too_costly(error, None) from error
    if not holds:
        raise failure(
            "value-type",
            f"{what} must be of the type {type_.text}, found {described(node.plain)}",
            node.position,
            hint="fix the value, or ask for another type",
        )

"""`convert_to` of `lookup_options`: makes a value of another Puppet type, as `Type.new(value)` does."""

from __future__ import annotations

from typing import Any

from hiera_kafka.bounded import TooCostlyError
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.puppet import ruby_regex
from hiera_kafka.hiera.puppet.makers import MAKERS, ConversionError
from hiera_kafka.hiera.puppet.types import PuppetType, TypeSyntaxError, parse_type
from hiera_kafka.hiera.values import keys
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import Place
from hiera_kafka.hiera.values.ruby import described
from hiera_kafka.hiera.values.secret_names import is_secret_path
from hiera_kafka.source import Origin, OriginKind


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
        if not arguments and type_.name != "Init" and type_.holds(value):
            return node
        made = _made(type_, value, arguments)
        if not type_.holds(made):
            raise ConversionError(f"the result is not of the type {type_.text}")
    except (TypeSyntaxError, ConversionError) as error:
        # What is wrong with a text may quote it.
        secret = _is_secret(node, key) and isinstance(error, ConversionError)
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
    if type_.name in {"Optional", "NotUndef"}:
        if type_.parameters and isinstance(type_.parameters[0], PuppetType):
            return _made(type_.parameters[0], value, arguments)
        if type_.name == "NotUndef" and not arguments:
            return value
    if type_.name == "Init" and type_.parameters and not arguments and not isinstance(value, list):
        wanted, *rest = type_.parameters
        return value if not rest and wanted.holds(value) else _made(wanted, value, rest)
    maker = MAKERS.get(type_.name)
    if maker is None:
        raise ConversionError(f"values of the type {type_.text} cannot be made from {described(value)} here")
    return maker(value, arguments)


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

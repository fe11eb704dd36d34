"""Expands `%{...}` in values: scope variables, `lookup`, `hiera`, `alias`, `scope` and `literal`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from hiera_kafka.errors import HieraError, Position, nearest
from hiera_kafka.hiera.values import keys
from hiera_kafka.hiera.values.failures import failure, placed
from hiera_kafka.hiera.values.node import MARK, Input, Node
from hiera_kafka.hiera.values.places import secret_place
from hiera_kafka.hiera.values.ruby import OddKey, inspect
from hiera_kafka.hiera.values.ruby import text as ruby_text
from hiera_kafka.hiera.values.secret_names import is_secret_path
from hiera_kafka.source import Origin

METHODS = ("lookup", "hiera", "alias", "scope", "literal")

_EXPRESSION = re.compile(r"%\{([^}]*)\}")
_METHOD = re.compile(r"""^(\w+)\((?:"([^"]+)"|'([^']+)')\)$""", re.MULTILINE | re.ASCII)
_EMPTY = {"", "::", '""', "''", '"::"', "'::'"}
_BLANK = " \t\n\v\f\r\0"


class Context(Protocol):
    """What interpolation asks of a lookup that is under way."""

    stack: list[str]
    """What is being resolved, outermost first."""

    def variable(self, name: str, where: Position | None) -> Node | None:
        """Return a scope variable, None when it is undef or unknown."""

    def lookup(self, key: str) -> Node | None:
        """Return what a lookup of `key` finds."""

    def text(self, node: Node, subject: str, methods: bool) -> Node:
        """Return a text with its expressions expanded: `expanded`, or something that watches it."""


@contextmanager
def resolving(context: Context, name: str, where: Position | None = None) -> Iterator[None]:
    """Hold `name` for resolved-now.

    Raises:
        HieraError: `hiera-recursion`, when it is being resolved already; shows the chain.
    """
    enter(context, name, where)
    try:
        yield
    finally:
        context.stack.pop()


def enter(context: Context, name: str, where: Position | None = None) -> None:
    """Push `name` on the stack of what is being resolved; the caller pops it.

    Raises:
        HieraError: `hiera-recursion`, when it is there already.
    """
    if name in context.stack:
        raise failure(
            "hiera-recursion",
            f"resolving {name!r} needs {name!r} itself: {' -> '.join([*context.stack, name])}",
            where,
            hint="break the circle: one of these values must not refer to the next",
        )
    context.stack.append(name)


def interpolate(node: Node, context: Context, *, methods: bool = True) -> Node:
    """Return the value with every expression in it expanded; the same Node when there is none.

    Args:
        node: A value of any shape.
        context: Where variables and lookups are answered.
        methods: Whether `lookup('x')` and the like are allowed; they are not in hiera.yaml.

    Raises:
        HieraError: When an expression is wrong, or what it looks up fails.
    """
    if not node.live:
        return node
    data = node.data
    if type(data) is str:
        return context.text(node, data, methods)
    if type(data) is list:
        items = [interpolate(child, context, methods=methods) if child.live else child for child in data]
        return Node(items, node.at, inputs=node.inputs)
    entries: dict[Any, Node] = {}
    places: dict[Any, Any] = {}
    for key, child in data.items():
        at = None if node.keys is None else node.keys.get(key)
        name = key
        if type(key) is str and MARK in key:
            made = interpolate(Node(key, node.at if at is None else at), context, methods=methods)
            name = _hashable(made.plain)
            if at is not None and made.holds_secret():
                at = secret_place(at)
        entries[name] = interpolate(child, context, methods=methods) if child.live else child
        if at is not None:
            places[name] = at
    return Node(entries, node.at, places, inputs=node.inputs)


def expand(text: str, context: Context, position: Position | None) -> str:
    """Return a text of hiera.yaml with its scope variables expanded.

    Raises:
        HieraError: When an expression is wrong or uses a method.
    """
    node = interpolate(Node(text, Origin.given("hiera.yaml", position)), context, methods=False)
    return str(node.data)


def _hashable(name: Any) -> Any:
    """Return what an `alias` in a key gives as a key."""
    odd = name is None or isinstance(name, bool | list | dict)
    return OddKey(name, inspect(name)) if odd else name


def expanded(node: Node, subject: str, context: Context, methods: bool) -> Node:
    """Return the Node of a text with its expressions expanded.

    Args:
        node: Where the text stands.
        subject: The text.
        context: Where variables and lookups are answered.
        methods: Whether `lookup('x')` and the like are allowed.

    Raises:
        HieraError: When an expression is wrong, or what it looks up fails.
    """
    pieces: list[str] = []
    inputs: list[Input] = []
    secret = False
    end = 0
    # Beyond the last brace every `%{` would be searched up to the end, which takes the square of the length.
    for match in _EXPRESSION.finditer(subject, 0, subject.rfind("}") + 1):
        expression = match.group(1).strip(_BLANK)
        pieces.append(subject[end : match.start()])
        end = match.end()
        if expression in _EMPTY:
            continue
        method, argument = _method(expression, node, methods)
        if method == "alias" and match.group() != subject:
            raise failure(
                "alias-not-alone",
                f"{match.group()!r} must be the whole text, found more around it",
                node.position,
                hint="use lookup() to put a value into a longer text",
            )
        found = _value(method, argument, node, context)
        names = () if found is None or method == "literal" else keys.split(argument)
        hidden = is_secret_path(names)
        if method == "alias":
            return _aliased(node, found.marked() if found is not None and hidden else found, argument)
        if found is None:
            continue
        if method != "literal":
            inputs.append(Input(found, () if method == "scope" else names))
            secret = secret or hidden or found.holds_secret(names[-1])
        name = f"scope:{argument}" if method == "scope" else argument
        with resolving(context, name, node.position):
            found = interpolate(found, context, methods=methods)
        pieces.append(ruby_text(found.plain))
    pieces.append(subject[end:])
    return Node("".join(pieces), secret_place(node.at) if secret else node.at, inputs=tuple(inputs))


def _aliased(node: Node, found: Node | None, argument: str) -> Node:
    if found is None:
        return Node(None, node.at)
    at = secret_place(node.at) if found.at.secret else node.at
    return Node(found.data, at, found.keys, (Input(found, keys.split(argument)),))


def _method(expression: str, node: Node, methods: bool) -> tuple[str, str]:
    match = _METHOD.search(expression)
    if match is None:
        return "scope", expression
    if not methods:
        raise failure(
            "interpolation-not-allowed",
            f"{expression!r} is not allowed here; hiera.yaml can use scope variables only",
            node.position,
            hint="write the variable alone: %{site}",
        )
    name = match.group(1)
    if name not in METHODS:
        guess = nearest(name, METHODS)
        raise failure(
            "unknown-interpolation-function",
            f"unknown interpolation function {name!r}; known are {', '.join(METHODS)}",
            node.position,
            hint=f"did you mean {guess!r}?" if guess else None,
        )
    return name, match.group(2) or match.group(3)


def _value(method: str, argument: str, node: Node, context: Context) -> Node | None:
    if method == "literal":
        return Node(argument, node.at)
    try:
        if method != "scope":
            return context.lookup(argument)
        return variable(argument, context, node.position)
    except HieraError as error:
        raise placed(error, node.position) from error


def variable(name: str, context: Context, where: Position | None) -> Node | None:
    """Return the value of a scope expression such as `facts.os.name`, None when there is none.

    Raises:
        HieraError: `key-syntax`, or `dig-type` when it digs into a scalar.
    """
    try:
        root, *segments = keys.split(name, "the expression")
    except HieraError as error:
        raise placed(error, where) from error
    if not isinstance(root, str):
        raise failure(
            "key-syntax",
            f"the first segment of the variable {name!r} is a number",
            where,
            hint="names of variables are text; put it in quotes if it holds dots",
        )
    found = context.variable(root, where)
    if found is None or not segments:
        return found
    return keys.dig(found, tuple(segments), name, where)

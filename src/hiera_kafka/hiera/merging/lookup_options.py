"""`lookup_options`: which merge and conversion a key has, by its name or by a pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hiera_kafka import bounded
from hiera_kafka.bounded import Expression, TooCostlyError
from hiera_kafka.errors import Position
from hiera_kafka.hiera.puppet import ruby_regex
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node

KEY = "lookup_options"
PATTERN_START = "^"


@dataclass(frozen=True, slots=True)
class LookupOptions:
    """The options of all keys, ready to be asked.

    Attributes:
        exact: Name of a key to its options.
        patterns: Patterns of names, in order.
        of_patterns: The options of each pattern.
        places: Where each pattern stands.
    """

    exact: dict[str, Node]
    patterns: tuple[Expression, ...]
    of_patterns: tuple[Node, ...]
    places: tuple[Position | None, ...]

    def of(self, root: str) -> Node | None:
        """Return the options of a root key; a pattern with null stops the search.

        Raises:
            HieraError: `pattern-too-costly`.
        """
        found = self.exact.get(root)
        if found is not None and found.data is not None:
            return found
        if not self.patterns:
            return None
        try:
            number = bounded.first(self.patterns, root)
        except TooCostlyError as error:
            raise ruby_regex.too_costly(error, self.places[self.patterns.index(error.expression)]) from error
        node = None if number is None else self.of_patterns[number]
        return None if node is None or node.data is None else node


def validate(node: Node | None, module: str | None) -> Node | None:
    """Return a level's `lookup_options`, None when it is null.

    Raises:
        HieraError: `lookup-options`: no hash, or keys that do not belong to `module`.
    """
    if node is None or node.data is None:
        return None
    if not isinstance(node.data, dict):
        raise failure("lookup-options", "the value of 'lookup_options' must be a hash", node.position)
    prefix = f"{module}::"
    for key in node.data:
        at = (node.keys or {}).get(key)
        where = node.position if at is None else at.position
        if not isinstance(key, str):
            raise failure("lookup-options", f"the key {key!r} of 'lookup_options' is no text", where)
        if module is None:
            continue
        bare = key.removeprefix(PATTERN_START)
        if not bare.startswith(prefix):
            what = "pattern" if key.startswith(PATTERN_START) else "key"
            raise failure(
                "lookup-options",
                f"the {what} {key!r} of 'lookup_options' in the module {module!r} must begin with {prefix!r}",
                where,
            )
    return node


def compiled(node: Node | None) -> LookupOptions | None:
    """Return the options with patterns compiled, in the order of the merged hash.

    Raises:
        HieraError: `lookup-options-pattern` or `pattern-too-costly`.
    """
    if node is None:
        return None
    exact: dict[str, Node] = {}
    patterns: list[tuple[Expression, Node, Position | None]] = []
    for key, value in node.data.items():
        if not key.startswith(PATTERN_START):
            exact[key] = value
            continue
        at = (node.keys or {}).get(key)
        where = node.position if at is None else at.position
        patterns.append((compiled_key(key, where), value, where))
    expressions, nodes, places = zip(*patterns, strict=True) if patterns else ((), (), ())
    return LookupOptions(exact, expressions, nodes, places)


def compiled_key(key: str, where: Position | None) -> Expression:
    """Return a pattern of `lookup_options` compiled.

    Raises:
        HieraError: `lookup-options-pattern` or `pattern-too-costly`.
    """
    try:
        return ruby_regex.compile_pattern(key)
    except re.error as error:
        message = f"the key {key!r} of 'lookup_options' is no regular expression: {error}"
        raise failure("lookup-options-pattern", message, where) from error
    except TooCostlyError as error:
        raise ruby_regex.too_costly(error, where) from error

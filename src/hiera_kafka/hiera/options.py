"""`lookup_options`: which merge and conversion a key has, by its name or by a pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hiera_kafka.hiera import rubyregex
from hiera_kafka.hiera.failures import failure
from hiera_kafka.hiera.node import Node

KEY = "lookup_options"
PATTERN_START = "^"


@dataclass(frozen=True, slots=True)
class LookupOptions:
    """The options of all keys, ready to be asked."""

    exact: dict[str, Node]
    patterns: tuple[tuple[re.Pattern[str], Node], ...]

    def of(self, root: str) -> Node | None:
        """Return the options of a root key; a pattern with null stops the search."""
        found = self.exact.get(root)
        if found is not None and found.data is not None:
            return found
        for pattern, node in self.patterns:
            if pattern.search(root):
                return None if node.data is None else node
        return None


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
        HieraError: `lookup-options-pattern`.
    """
    if node is None:
        return None
    exact: dict[str, Node] = {}
    patterns: list[tuple[re.Pattern[str], Node]] = []
    for key, value in node.data.items():
        if not key.startswith(PATTERN_START):
            exact[key] = value
            continue
        try:
            patterns.append((rubyregex.compile_pattern(key), value))
        except re.error as error:
            at = (node.keys or {}).get(key)
            raise failure(
                "lookup-options-pattern",
                f"the key {key!r} of 'lookup_options' is no regular expression: {error}",
                node.position if at is None else at.position,
            ) from error
    return LookupOptions(exact, tuple(patterns))

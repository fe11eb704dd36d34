"""Which values of a tree its hosts see: what wins, what it hides, and what would win without it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hiera_kafka.bounded import Expression
from hiera_kafka.errors import HieraError, HieraKafkaError, Position
from hiera_kafka.hiera.hierarchy.levels import Level
from hiera_kafka.hiera.merging.lookup_options import KEY as OPTIONS
from hiera_kafka.hiera.merging.lookup_options import PATTERN_START, LookupOptions, compiled_key
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.interpolations import LOOKUPS, expressions

View = list[tuple[str, dict[str, Node]]]
"""Files in order with what they hold."""


@dataclass
class Sight:
    """What hosts see of one key in one file.

    Attributes:
        file: Absolute path.
        key: Root key.
        seen: Hosts for which this value is the answer.
        hidden: Hosts that read the file and get another file's value.
        winners: Files whose values hide it.
        same: Hosts that would get an equal value without it.
        below: The file that has the equal value.
    """

    file: str
    key: str
    seen: int = 0
    hidden: int = 0
    winners: dict[str, None] = field(default_factory=dict)
    same: int = 0
    below: str | None = None


@functools.lru_cache(maxsize=8)
def sights(tree: DataTree) -> tuple[Sight, ...]:
    """Return what is seen of every key that is answered by its first value, in files that some host reads."""
    if not tree.sites:
        return ()
    merged = _merged(tree)
    wanted = None if tree.focus is None else {key for file in tree.judged.values() for key in file.entries}
    found: dict[tuple[str, str], Sight] = {}
    for levels, only in _views(tree):
        stacks: dict[str, list[tuple[str, Node]]] = {}
        for path, data in levels:
            for key, node in data.items():
                if only is not None and key not in only:
                    continue
                if isinstance(key, str) and key != OPTIONS and (wanted is None or key in wanted):
                    stacks.setdefault(key, []).append((path, node))
        for key, stack in stacks.items():
            if merged(key):
                continue
            for index, (path, _) in enumerate(stack):
                sight = found.setdefault((path, key), Sight(path, key))
                if index:
                    sight.hidden += 1
                    sight.winners.setdefault(stack[0][0])
                    continue
                sight.seen += 1
                if len(stack) > 1 and stack[1][0] != path and _equal(stack[0][1].plain, stack[1][1].plain):
                    sight.same += 1
                    sight.below = stack[1][0]
    return tuple(found.values())


def place(tree: DataTree, path: str, key: str) -> Position:
    """Return where a root key is written."""
    file = tree.files.get(path)
    return Position(path) if file is None else file.key_position(key)


def _views(tree: DataTree) -> Iterator[tuple[View, frozenset[str] | None]]:
    """Yield, for each host and for the lookup that names the hosts, its files with what they hold, and what it asks."""
    named = {found.root for file in tree.looking_up for found in expressions(file) if found.function in LOOKUPS}
    asked = frozenset({"zookeeper_clusters", "kafka_clusters", *(name for name in named if name is not None)})
    for site in tree.sites:
        try:
            yield _read(site.discovery_levels), asked
            for node in site.nodes:
                if tree.focus is None or not tree.focus.isdisjoint(node.files):
                    yield _read(node.levels), None
        except HieraKafkaError:
            continue  # a file that cannot be read, or a missing directory: reported where it is read


def _read(levels: list[Level]) -> View:
    return [
        (path, data)
        for level in levels
        for path, data in zip(level.paths, level.data(), strict=True)
        if path is not None and data is not None
    ]


def _equal(first: Any, second: Any) -> bool:
    """Return whether two values are equal to Ruby as well, where 1 and true, or 1 and 1.0, are not."""
    if type(first) is not type(second):
        return False
    if isinstance(first, dict):
        return list(first) == list(second) and all(_equal(first[key], second[key]) for key in first)
    if isinstance(first, list):
        return len(first) == len(second) and all(map(_equal, first, second))
    return bool(first == second)


class _merged:  # noqa: N801 - called like the function that it is
    """Returns whether a key is put together from several levels, after any `lookup_options` of the tree."""

    def __init__(self, tree: DataTree) -> None:
        exact: dict[str, Node] = {}
        patterns: list[tuple[Expression, Node, Position]] = []
        for file in tree.files.values():
            options = file.entries.get(OPTIONS) if OPTIONS in file.text else None
            if options is None or not isinstance(options.data, dict):
                continue
            for key, node in options.data.items():
                if not isinstance(key, str) or not _merges(node.plain):
                    continue
                where = file.key_position(OPTIONS, key)
                if not key.startswith(PATTERN_START):
                    exact[key] = node
                    continue
                try:
                    patterns.append((compiled_key(key, where), node, where))
                except HieraError:
                    continue  # reported by the lookup
        expressions, nodes, places = zip(*patterns, strict=True) if patterns else ((), (), ())
        self._options = LookupOptions(exact, expressions, nodes, places)
        self._known: dict[str, bool] = {}

    def __call__(self, key: str) -> bool:
        known = self._known.get(key)
        if known is None:  # asked for each host anew
            known = self._known[key] = self._options.of(key) is not None
        return known


def _merges(options: Any) -> bool:
    if not isinstance(options, dict):
        return False
    merge = options.get("merge")
    name = merge.get("strategy") if isinstance(merge, dict) else merge
    return name not in [None, "first", "default"]  # a list, since what is wrong may be no key of a set

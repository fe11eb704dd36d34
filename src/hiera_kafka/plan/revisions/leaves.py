"""Which values of data files differ between two trees, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hiera_kafka.errors import HieraKafkaError, Position
from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import Place
from hiera_kafka.hiera.values.secret_names import MASK
from hiera_kafka.plan.revisions.trees import RevisionTree
from hiera_kafka.scope import Scope
from hiera_kafka.source import Key

Entries = Mapping[Any, Node]
"""The root keys of a file."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value of a data file that differs.

    Attributes:
        file: Its file, as it is called in the working tree.
        path: Key path from the root key.
        old: The old value, None where there was none.
        new: The new value, in the same form.
        at: Where it stands: in the new tree, in the old one when it is gone.
        gone: Whether the new tree has no such value.
    """

    file: str
    path: tuple[Key, ...]
    old: object
    new: object
    at: Position
    gone: bool


class ChangedLeaves:
    """The changed values of two trees, compared file by file when first asked for."""

    def __init__(self, old: RevisionTree, new: RevisionTree) -> None:
        self._old = old
        self._new = new
        self._compared: dict[tuple[str, int, int], tuple[Leaf, ...]] = {}
        self._hosts: dict[str, tuple[Leaf, ...]] = {}
        self._settings: tuple[Leaf, ...] | None = None

    def of_host(self, host: str) -> tuple[Leaf, ...]:
        """Return the changed values in the files that a host reads in either tree, highest level first."""
        if host not in self._hosts:
            self._hosts[host] = tuple(self._of_host(host))
        return self._hosts[host]

    def _of_host(self, host: str) -> Iterator[Leaf]:
        old, new = self._files(self._old, host), self._files(self._new, host)
        for file in dict.fromkeys((*new, *old)):
            if (file in old) != (file in new) and self._same(file):
                continue  # only the hierarchy has changed its mind about this file
            before, after = old.get(file, {}), new.get(file, {})
            # Files are parsed once a tree and shared, so that the same object is the same file.
            key = (file, id(before) if before else 0, id(after) if after else 0)
            if key not in self._compared:
                self._compared[key] = tuple(self._differences(file, before, after))
            yield from self._compared[key]

    def of_settings(self, host: str) -> tuple[Leaf, ...]:
        """Return the changed values of the inventory file and hiera.yaml, without those of other hosts."""
        if self._settings is None:
            self._settings = tuple(
                leaf
                for before, after in zip(_setting_files(self._old), _setting_files(self._new), strict=True)
                for leaf in self._differences(self._new.places.real(after[0]), before[1], after[1])
            )
        return tuple(leaf for leaf in self._settings if leaf.path[0] != "nodes" or leaf.path[1:2] in ((), (host,)))

    def _same(self, file: str) -> bool:
        old, new = (tree.places.here(file) for tree in (self._old, self._new))
        return old.is_file() and new.is_file() and old.read_bytes() == new.read_bytes()

    def _files(self, tree: RevisionTree, host: str) -> dict[str, Entries]:
        compiler = tree.compiler
        # A host that this tree does not have reads what any host would read.
        scope = compiler.scope(host) if host in compiler.hosts else Scope.of_discovery(compiler.inventory.variables)
        return {
            tree.places.real(path): entries
            for level in compiler.hiera.levels(scope)
            for path, entries in zip(level.paths, level.data(), strict=True)
            if path is not None and entries is not None
        }

    def _differences(self, file: str, old: Entries, new: Entries) -> Iterator[Leaf]:
        for path, before, after, key in _walk((), old, new, {}, {}):
            node = after if after is not None else before
            tree = self._old if after is None else self._new
            position = key.position if key is not None else node.position if node is not None else None
            if position is not None:
                yield Leaf(
                    file,
                    path,
                    None if before is None else before.plain,
                    None if after is None else after.plain,
                    tree.places.shown(position),
                    gone=after is None,
                )


def _setting_files(tree: RevisionTree) -> list[tuple[str, Entries]]:
    inventory = tree.compiler.inventory
    found: list[tuple[str, Entries]] = []
    for path in (inventory.path, inventory.hiera_config):
        try:
            root = yaml_reader.load(path).root
        except HieraKafkaError:
            root = None  # it was read a moment ago, or there would be no tree
        found.append((str(path), root.data if root is not None and isinstance(root.data, dict) else {}))
    return found


Step = tuple[tuple[Key, ...], Node | None, Node | None, Place | None]


def _walk(
    prefix: tuple[Key, ...], old: Entries, new: Entries, old_keys: Mapping[Any, Any], new_keys: Mapping[Any, Any]
) -> Iterator[Step]:
    for key in dict.fromkeys((*new, *old)):
        place = new_keys.get(key) if key in new else old_keys.get(key)
        at = place if isinstance(place, Place) else None
        name = MASK if at is not None and at.secret else key
        yield from _compare((*prefix, name), old.get(key), new.get(key), at)


def _compare(path: tuple[Key, ...], old: Node | None, new: Node | None, key: Place | None) -> Iterator[Step]:
    if old is None or new is None:
        yield path, old, new, key
    elif isinstance(old.data, dict) and isinstance(new.data, dict):
        yield from _walk(path, old.data, new.data, old.keys or {}, new.keys or {})
        if list(old.data) != list(new.data) and old.data.keys() == new.data.keys():
            yield path, old, new, key
    elif isinstance(old.data, list) and isinstance(new.data, list):
        yield from _walk(path, dict(enumerate(old.data)), dict(enumerate(new.data)), {}, {})
    # Python takes 1, 1.0 and True for equal, which no file does.
    elif repr(old.plain) != repr(new.plain):
        yield path, old, new, None

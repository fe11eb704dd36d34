"""Data files with encrypted values: each is decrypted when it is looked up, and is a secret from then on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hiera_kafka.hiera.eyaml import ciphers
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import secret_place


class Decrypting(dict[str, Node]):
    """The hash of a data file, root key to value; like Puppet's it decrypts no more of it than is asked for."""

    def __init__(self, entries: dict[str, Node], keys: Callable[[], ciphers.Keys]) -> None:
        """Take the file's entries, and what gives the keys once the first is needed."""
        super().__init__(entries)
        self._keys = keys
        self._known: dict[str, Node] = {}

    def __getitem__(self, name: str) -> Node:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._decrypted(super().__getitem__(name))
        return found

    def get(self, name: str, default: Any = None, /) -> Any:
        """Return the value of a key, decrypted.

        Raises:
            HieraError: When it cannot be decrypted.
        """
        try:
            return self[name]
        except KeyError:
            return default

    def _decrypted(self, node: Node) -> Node:
        data = node.data
        if isinstance(data, str) and ciphers.is_encrypted(data):
            text = ciphers.decrypt_text(data, self._keys(), node.position)
            return Node(text, secret_place(node.at))
        if isinstance(data, list):
            items = [self._decrypted(child) for child in data]
            same = all(new is old for new, old in zip(items, data, strict=True))
            return node if same else Node(items, node.at)
        if isinstance(data, dict):
            entries = {key: self._decrypted(child) for key, child in data.items()}
            same = all(entries[key] is child for key, child in data.items())
            return node if same else Node(entries, node.at, node.keys)
        return node

"""Which variables of a scope a hiera.yaml reads, so that an inventory for it can say what to fill in."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Position
from hiera_kafka.hiera.hierarchy import config
from hiera_kafka.hiera.merging.interpolation import expand, expanded
from hiera_kafka.hiera.values.node import Node

_FOLLOWING = frozenset({"facts", "trusted", "server_facts", "fqdn", "hostname", "domain", "clientcert", "environment"})
"""Roots that every host has: they follow from its name, or stand below `nodes`."""


def read_by(hiera_yaml: Path) -> tuple[str, ...]:
    """Return the top-scope variables that paths and data directories of a hiera.yaml interpolate, sorted.

    Args:
        hiera_yaml: A file of version 5; for any other there is no answer but the empty one, since lookups refuse it.

    Raises:
        ConfigError: The file cannot be read or is wrong.
    """
    root, diagnostics = config.read(hiera_yaml, "environment")
    if root is None or config.version_of(root) != 5:
        return ()
    asked = _Asked()
    for level in config.parse(root, str(hiera_yaml), "environment", diagnostics).entries:
        if level.location_kind == "mapped_paths":  # the variable, the name of its items, the path of each item
            asked.names.add(level.locations[0])
            asked.own = level.locations[1]
            paths = level.locations[2:]
        else:
            asked.own = ""
            paths = level.locations
        for text in (level.datadir, *paths):
            expand(text, asked, level.position)
    return tuple(sorted(asked.names - _FOLLOWING))


class _Asked:
    """A lookup that is under way, as interpolation sees it: it knows nothing, and remembers what it was asked."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.names: set[str] = set()
        self.own = ""

    def variable(self, name: str, where: Position | None) -> Node | None:
        """Remember a variable."""
        del where
        root = name.removeprefix("::").partition(".")[0]
        if root != self.own:
            self.names.add(root)
        return None

    def lookup(self, key: str) -> Node | None:
        """Find nothing; hiera.yaml may look nothing up."""
        del key
        return None

    def text(self, node: Node, subject: str, methods: bool) -> Node:
        """Expand a text."""
        return expanded(node, subject, self, methods)

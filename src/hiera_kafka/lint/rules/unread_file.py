"""Data files that no host reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.errors import Level, Position, nearest
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.reachable_files import could_read
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule


class UnreadFile(TreeRule):
    """Files below a data directory that no path of the hierarchy can mean, or that no known host's paths do."""

    id = "unread-file"
    level = Level.WARNING
    summary = "No host reads the file."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such file: a warning where no host at all can read it, an info where none that is known does."""
        if tree.config is None:
            return
        configs = [tree.config, *tree.siblings]
        read = set(tree.readers) | _read_by_discovery(tree)
        for path in tree.judged:
            if path in read:
                continue
            if not could_read(configs, path):
                yield self.finding(
                    "no level of the hierarchy reads this file, whatever the host",
                    Position(path, 1, 1),
                    hint="move it to where a level looks, or add a level to hiera.yaml",
                )
            elif tree.nodes and not tree.siblings:
                guess = nearest(Path(path).stem, [node.host for node in tree.nodes])
                yield self.finding(
                    "no host of the inventory reads this file",
                    Position(path, 1, 1),
                    hint=f"did you mean {guess!r}?" if guess else "remove it when its hosts are gone",
                    level=Level.INFO,
                )


def _read_by_discovery(tree: DataTree) -> set[str]:
    found: set[str] = set()
    for site in tree.sites:
        for level in site.discovery_levels:
            found.update(os.path.normpath(path) for path in level.paths if path is not None)
    return found

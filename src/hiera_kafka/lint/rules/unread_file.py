"""Data files that no host reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.errors import Position, Severity, nearest
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.reachable_files import Reachable
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule
from hiera_kafka.lint.views.layers import other_configs


class UnreadFile(TreeRule):
    """Files below a data directory that no path of the hierarchy can mean, or that no known host's paths do."""

    id = "unread-file"
    level = Severity.WARNING
    summary = "No host reads the file."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such file: a warning where no host at all can read it, an info where none that is known does."""
        reach = tree.reach
        if reach is None:
            return
        others = [Reachable(config) for config in other_configs(tree)]
        if not any(one.may_read_anything for one in (reach, *others)):  # else nobody here knows what is read
            yield from self._of_no_level(tree, others)
        if tree.nodes and not tree.siblings:
            read = set(tree.readers) | _read_by_discovery(tree)
            yield from (self._of_no_host(tree, path) for path in tree.judged if path not in read)

    def _of_no_level(self, tree: DataTree, others: list[Reachable]) -> Iterator[Finding]:
        for path in tree.unread:
            if tree.focus is not None and path not in tree.focus:
                continue
            if any(other.levels_of(path) for other in others) or not _is_among_data(tree, path):
                continue
            yield self.finding(
                f"no level of {tree.name} reads this file, whatever the host",
                Position(path, 1, 1),
                hint="move it to where a level looks, or add a level to hiera.yaml",
            )

    def _of_no_host(self, tree: DataTree, path: str) -> Finding:
        guess = nearest(Path(path).stem, [node.host for node in tree.nodes])
        return self.finding(
            "no host of the inventory reads this file",
            Position(path, 1, 1),
            hint=f"did you mean {guess!r}?" if guess else "remove it when its hosts are gone",
            level=Severity.INFO,
        )


def _is_among_data(tree: DataTree, path: str) -> bool:
    """Return whether a file lies where data does, and not beside hiera.yaml in a repository, where anything may lie."""
    directory = next((d for d, own in tree.data_directories.items() if own and Path(path).is_relative_to(d)), None)
    if directory is None or not Path(tree.config_file).is_relative_to(directory):
        return True
    if tree.border is not None and directory not in tree.border.trees:
        return True  # a directory for hiera.yaml and its data, within a repository
    top = Path(path).relative_to(directory).parts
    if len(top) > 1 and any(Path(other).is_relative_to(Path(directory, top[0])) for other in tree.files):
        return True
    beside = [Path(other).stem for other in tree.files if Path(other).parent == Path(path).parent]
    return nearest(Path(path).stem, beside) is not None


def _read_by_discovery(tree: DataTree) -> set[str]:
    found: set[str] = set()
    for site in tree.sites:
        for level in site.discovery_levels:
            found.update(os.path.normpath(path) for path in level.paths if path is not None)
    return found

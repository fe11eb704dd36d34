"""Levels of the hierarchy whose directory or file is not there."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.errors import Level, Position
from hiera_kafka.hiera.hierarchy.config import Config
from hiera_kafka.hiera.values.node import MARK
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule

_GLOB = set("*?[{")


class HieraLevelMissing(TreeRule):
    """Paths of hiera.yaml whose fixed part leads to nothing: a level that can never hold a value."""

    id = "hiera-level-missing"
    level = Level.WARNING
    summary = "The directory or file of a level does not exist."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such path: an info where only the directory of files for some hosts is not there yet."""
        file = tree.config_data
        if tree.config is None:
            return
        for item in file.written:
            if (
                item.is_key
                or item.path[:1] != ("hierarchy",)
                or len(item.path) < 3
                or not isinstance(item.path[1], int)
            ):
                continue
            kind = item.path[2]
            if kind not in {"path", "paths", "glob", "globs", "mapped_paths"} or (
                kind == "mapped_paths" and item.path[3:] != (2,)
            ):
                continue
            entry = tree.config.entries[item.path[1]]
            if MARK in entry.datadir:
                continue
            datadir = os.path.normpath(Path(tree.config.root, entry.datadir))
            fixed = os.path.normpath(Path(datadir, item.text.partition(MARK)[0]))
            if tree.holds(datadir) and tree.holds(fixed):
                yield from self._path(item.text, datadir, file.position(item), tree.config)

    def _path(self, text: str, datadir: str, where: Position, config: Config) -> Iterator[Finding]:
        if not Path(datadir).is_dir():
            return  # hiera-datadir-missing
        fixed = text.partition(MARK)[0]
        fixed = fixed[: next((i for i, letter in enumerate(fixed) if letter in _GLOB), len(fixed))]
        whole = fixed == text
        directory = Path(datadir, fixed if whole else os.path.split(fixed)[0])
        if directory.exists():
            return
        missing = directory
        while not missing.parent.exists():
            missing = missing.parent
        used = {Path(datadir, text.partition(MARK)[0]) for entry in config.entries for text in entry.locations}
        used |= {parent for path in used for parent in path.parents}
        free = [entry.name for entry in missing.parent.iterdir() if entry not in used]
        matches = difflib.get_close_matches(missing.name, sorted(free), n=1, cutoff=0.7)
        guess = matches[0] if matches else None
        what = "file" if whole and missing == directory else "directory"
        level = Level.WARNING if whole or guess else Level.INFO
        yield self.finding(
            f"there is no {what} {os.path.relpath(missing, datadir)!r} in the data directory, so the level is empty",
            where,
            hint=f"did you mean {guess!r}?"
            if guess
            else "create it when there is something to hold, or remove the level",
            level=level,
            length=len(text),
        )

"""Levels of the hierarchy whose directory or file is not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.errors import Severity, nearest
from hiera_kafka.hiera.formats.yaml_source import Written
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.values.node import MARK
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.absent_trees import why_absent
from hiera_kafka.lint.data.reachable_files import is_built_in
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule

_GLOB = set("*?[{")
_LOCATIONS = ("path", "paths", "glob", "globs")


class HieraLevelMissing(TreeRule):
    """Paths of hiera.yaml whose fixed part leads to nothing: a level that can never hold a value."""

    id = "hiera-level-missing"
    level = Severity.WARNING
    summary = "The directory or file of a level does not exist."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such path: an info where only the directory of files for some hosts is not there yet.

        What is kept apart from the repository, or is a link that leads nowhere, is an info as well.
        """
        if tree.config is None:
            return
        for item in tree.config_data.written:
            found = [self._path(tree, tree.config, entry, item) for entry in _levels_of(tree.config, item)]
            missing = [finding for finding in found if finding is not None]
            if missing and len(missing) == len(found):  # each backend of version 3 reads every path
                yield missing[0]

    def _path(self, tree: DataTree, config: Config, entry: LevelConfig, item: Written) -> Finding | None:
        extension = entry.extension or ""
        text = item.text if item.text.endswith(extension) else item.text + extension
        datadir = os.path.normpath(Path(config.root, entry.datadir))
        if MARK in entry.datadir or not is_built_in(entry) or not tree.holds(datadir):
            return None  # not known, or said already
        if not tree.holds(os.path.normpath(Path(datadir, text.partition(MARK)[0]))) or not Path(datadir).is_dir():
            return None  # outside-repository, hiera-datadir-missing
        fixed = text.partition(MARK)[0]
        fixed = fixed[: next((i for i, letter in enumerate(fixed) if letter in _GLOB), len(fixed))]
        whole = fixed == text
        wanted = Path(os.path.normpath(Path(datadir, fixed if whole else os.path.split(fixed)[0])))
        if wanted.exists():
            return None
        missing = wanted
        while not missing.parent.exists():
            missing = missing.parent
        what = "file" if whole and missing == wanted else "directory"
        place = tree.config_data.position(item)
        message = f"the level {entry.name!r} of {tree.name} is empty: there is no {what} {_named(missing, datadir)}"
        why = why_absent(str(missing), tree.border)
        if why is not None:
            return self.finding(message, place, note=why, level=Severity.INFO, length=len(item.text))
        guess = _guess(missing, config)
        return self.finding(
            message,
            place,
            hint=f"did you mean {guess!r}?"
            if guess
            else "create it when there is something to hold, or remove the level",
            level=Severity.WARNING if whole or guess else Severity.INFO,
            length=len(item.text),
        )


def _levels_of(config: Config, item: Written) -> list[LevelConfig]:
    """Return the levels that a scalar of hiera.yaml names a path of."""
    key, *rest = (part.removeprefix(":") if isinstance(part, str) else part for part in item.path)
    entries = {"hierarchy": config.entries, "default_hierarchy": config.default_entries or ()}.get(str(key), ())
    if item.is_key or not rest or not isinstance(rest[0], int):
        return []
    if len(rest) == 1:  # version 3 lists paths
        return [entry for entry in entries if entry.extension is not None]
    kind = rest[1]
    if rest[0] >= len(entries) or not (kind in _LOCATIONS or (kind == "mapped_paths" and rest[2:] == [2])):
        return []
    return [entries[rest[0]]]


def _named(path: Path, datadir: str) -> str:
    below = path.is_relative_to(datadir)
    return f"{str(path.relative_to(datadir))!r} in the data directory" if below else repr(str(path))


def _guess(missing: Path, config: Config) -> str | None:
    """Return the name beside a missing one that was probably meant: one that no level uses."""
    used: set[Path] = set()
    for entry in config.all_entries:
        for text in entry.locations:
            path = Path(os.path.normpath(Path(config.root, entry.datadir, text.partition(MARK)[0])))
            used |= {path, *path.parents}
    free = [entry.name for entry in missing.parent.iterdir() if entry not in used]
    return nearest(missing.name, sorted(free))

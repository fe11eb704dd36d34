"""Levels of the hierarchy whose directory or file is not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.errors import Severity, nearest
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.values.node import MARK
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.absent_trees import why_absent
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.reachable_files import is_built_in
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule

_GLOB = set("*?[{")


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
        groups: dict[tuple[int, str], list[LevelConfig]] = {}
        for number, entry in enumerate(tree.config.all_entries):
            for text in _locations(entry):
                # Each backend of version 3 reads every path.
                groups.setdefault((number if entry.extension is None else -1, text), []).append(entry)
        for (_, text), entries in groups.items():
            found = [self._path(tree, tree.config, entry, text) for entry in entries]
            if found[0] is not None and None not in found:
                yield found[0]

    def _path(self, tree: DataTree, config: Config, entry: LevelConfig, written: str) -> Finding | None:
        extension = entry.extension or ""
        text = written if written.endswith(extension) else written + extension
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
        place = _place(tree.config_data, config, entry, written)
        message = f"the level {entry.name!r} of {tree.name} is empty: there is no {what} {_named(missing, datadir)}"
        why = why_absent(str(missing), tree.border)
        if why is not None:
            return self.finding(message, place, note=why, level=Severity.INFO, length=len(written))
        guess = _guess(missing, config)
        return self.finding(
            message,
            place,
            hint=f"did you mean {guess!r}?"
            if guess
            else "create it when there is something to hold, or remove the level",
            level=Severity.WARNING if whole or guess else Severity.INFO,
            length=len(written),
        )


def _locations(entry: LevelConfig) -> tuple[str, ...]:
    """Return the paths of a level as they are written; none where it asks a server or has none."""
    if entry.location_kind in {"uri", "uris", None}:
        return ()
    return entry.locations[2:] if entry.location_kind == "mapped_paths" else entry.locations


def _index(config: Config, entry: LevelConfig) -> int | None:
    """Return the number of a level of the default hierarchy."""
    return next((number for number, other in enumerate(config.default_entries or ()) if other is entry), None)


def _place(file: DataFile, config: Config, entry: LevelConfig, text: str) -> Position | None:
    """Return where a path is written: in its level, or where the level refers to by an alias."""
    own = next((number for number, other in enumerate(config.entries) if other is entry), None)
    level = ("hierarchy", own) if own is not None else ("default_hierarchy", _index(config, entry))
    items = [item for item in file.written if not item.is_key and item.text == text and item.path[-1] != "name"]
    first = next((item for item in items if item.path[:2] == level), None) or next(iter(items), None)
    return entry.position if first is None else file.position(first)


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

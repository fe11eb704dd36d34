"""What lookups refuse of the data of a tree whatever the host: files that are read together, looked up key by key."""

from __future__ import annotations

import itertools
import os
from collections.abc import Container, Iterator
from functools import cached_property
from pathlib import Path

from hiera_kafka.errors import Diagnostic, HieraError
from hiera_kafka.hiera import Settings
from hiera_kafka.hiera.hierarchy.config import LevelConfig
from hiera_kafka.hiera.hierarchy.layers import Layers
from hiera_kafka.hiera.hierarchy.levels import Extras, Level
from hiera_kafka.hiera.lookup.without_host import Failed, WithoutHost
from hiera_kafka.hiera.merging.lookup_options import KEY as OPTIONS
from hiera_kafka.hiera.values.node import MARK
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.reachable_files import Reachable

_OF_VALUES = frozenset({"convert-to"})
"""Ids of what hangs on the very value of a text; a variable can only change that, and never the type of a value."""
_OF_KEYS = ("eyaml-",)
"""How ids begin of what fails for want of a key of encryption, which lint does not ask for."""


def failures(tree: DataTree, ruled: Container[str] = ()) -> Iterator[Diagnostic]:
    """Yield what lookups are refused with for every host that reads a file, as far as that follows from data alone.

    Files with a name that no variable decides are read by every host; each other file is looked at together with those.
    Nothing is said where functions that are not built in, or data that lies elsewhere, may answer.

    Args:
        tree: The hierarchy with its data.
        ruled: Ids that rules report of the values themselves.
    """
    reach = tree.reach
    if reach is None or not reach.config.entries or not tree.knows_all or tree.kind.layer != "environment":
        return
    try:
        work = _Work(tree, reach)
    except HieraError:
        return  # a hiera.yaml that is wrong, which is reported as such
    seen: dict[Diagnostic, None] = {}
    for view, keys in work.views():
        failed = [view.options_failure(), *(view.failure(key) for key in keys)]
        for number, failure in enumerate(failed):
            if failure is not None and work.is_certain(view, failure):
                found = failure.error.diagnostics
                seen |= dict.fromkeys(one for one in found if number == 0 or one.id not in ruled)
    yield from seen


class _Work:
    def __init__(self, tree: DataTree, reach: Reachable) -> None:
        self.tree = tree
        self.reach = reach
        # All that was named is read already: of an inventory that is in another repository, both.
        top, *others = [Path(tree.config_file).parent] if tree.border is None else map(Path, tree.border.trees)
        settings = Settings(as_puppet=True, repository=top, allow_outside=tuple(others), remote=False)
        self.layers = Layers(tree.config_file, settings)

    @cached_property
    def shared(self) -> frozenset[str]:
        """The files that every host reads."""
        return frozenset(path for paths in self._shared_paths.values() for path in paths)

    def views(self) -> Iterator[tuple[WithoutHost, list[str]]]:
        """Yield files that are read together, and the keys whose lookups there may fail."""
        shared = WithoutHost(self.layers, self._levels())
        yield shared, [key for path in self.tree.judged if path in self.shared for key in self._keys(path, shared)]
        for path in self.tree.judged:
            if path not in self.shared:
                view = WithoutHost(self.layers, self._levels(path))
                keys = self._keys(path, view)
                if keys or OPTIONS in self.tree.files[path].entries:
                    yield view, keys
        yield from self._pairs()

    def _pairs(self) -> Iterator[tuple[WithoutHost, list[str]]]:
        """Yield two files of different levels that have values of different types for one key that is joined."""
        shared = WithoutHost(self.layers, self._levels())
        defined: dict[str, dict[tuple[int, type], str]] = {}
        for path, file in self.tree.files.items() if self.tree.focus is None else ():
            levels = () if path in self.shared else self.reach.levels_of(path)
            for key, node in file.entries.items() if levels else ():
                defined.setdefault(key, {}).setdefault((id(levels[0]), type(node.data)), path)
        for key, files in defined.items():
            if key == OPTIONS or len({kind for _, kind in files}) < 2 or not self._is_joined(key, shared):
                continue
            for (first, one), (second, other) in itertools.combinations(files.items(), 2):
                if first[0] != second[0] and first[1] is not second[1]:
                    yield WithoutHost(self.layers, self._levels(one, other)), [key]

    def _is_joined(self, key: str, view: WithoutHost) -> bool:
        try:
            return view.is_joined(key)
        except HieraError:  # as above
            return False

    def is_certain(self, view: WithoutHost, failed: Failed) -> bool:
        """Return whether a lookup fails for every host that reads the files, whatever else that host reads."""
        id_ = failed.error.diagnostics[0].id
        if id_.startswith(_OF_KEYS) or (failed.by_variable and id_ in _OF_VALUES):
            return False
        if id_ == "merge-type":
            return True  # a value of a further file would not heal what these two have
        read = {path for level in view.levels for path in level.paths}
        others = (file for path, file in self.tree.files.items() if path not in read)
        return not any(
            root in file.text and root in file.entries and self._may_hide(file.path, root, view)
            for file in others
            for root in failed.roots
        )

    def _may_hide(self, path: str, root: str, view: WithoutHost) -> bool:
        """Return whether a file can give another value of a key than the files of a view."""
        if self._is_joined(root, view):
            return True
        order = {id(entry): number for number, entry in enumerate(self.reach.config.entries)}
        readers = [order[id(entry)] for entry in self.reach.levels_of(path) if id(entry) in order]
        here = [
            number
            for number, level in enumerate(view.levels)
            if any(root in self.tree.files[str(read)].entries for read in level.paths)
        ]
        return bool(readers) and (not here or min(readers) <= here[0])

    def _keys(self, path: str, view: WithoutHost) -> list[str]:
        file = self.tree.files[path]
        try:
            return [
                key
                for key, node in file.entries.items()
                if key != OPTIONS and (node.live or node.flaw is not None or view.is_joined(key))
            ]
        except HieraError:  # of `lookup_options`, which is said of these themselves
            return []

    def _levels(self, *further: str) -> list[Level]:
        """Return the levels with the shared files and some others."""
        readers = [(path, {id(level) for level in self.reach.levels_of(path)}) for path in further]
        return [
            self._level(entry, [path for path, levels in readers if id(entry) in levels])
            for entry in self.reach.config.entries
        ]

    def _level(self, entry: LevelConfig, further: list[str]) -> Level:
        paths: list[str | None] = [*self._shared_paths[id(entry)], *further]
        return Level(entry, paths, self.layers.files, lambda _: None, Extras(self.reach.config.root, entry.options))

    @cached_property
    def _shared_paths(self) -> dict[int, list[str]]:
        """The shared files of each level, in its own order."""
        found: dict[int, list[str]] = {}
        for entry in self.reach.config.entries:
            base = os.path.join(self.reach.config.root, entry.datadir)  # noqa: PTH118 - as lookups join them
            texts = entry.locations if entry.location_kind in {"path", "paths", "glob", "globs"} else ()
            named = [os.path.normpath(os.path.join(base, text + self._ending(entry, text))) for text in texts]  # noqa: PTH118
            if entry.location_kind in {"glob", "globs"}:
                named = [path for pattern in named if MARK not in pattern for path in self.layers.tree.glob(pattern)]
            found[id(entry)] = [path for path in named if path in self.tree.files]
        return found

    @staticmethod
    def _ending(entry: LevelConfig, text: str) -> str:
        return "" if entry.extension is None or text.endswith(entry.extension) else entry.extension

"""All that lookups of one host share: its variables, its files, its `lookup_options`, its warnings."""

from __future__ import annotations

import os
from collections.abc import Callable

from hiera_kafka.errors import Diagnostic
from hiera_kafka.hiera.hierarchy import levels, locations
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.hierarchy.layers import Layers
from hiera_kafka.hiera.hierarchy.levels import Extras, Level
from hiera_kafka.hiera.hierarchy.walk_limits import Names, check_paths
from hiera_kafka.hiera.merging.lookup_options import LookupOptions
from hiera_kafka.hiera.merging.variables import Variables
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.scope import Scope

OptionsKey = tuple[str | None, bool]
"""Module, and whether it is its default hierarchy that is meant."""


class Session:
    """One host's view of all layers.

    Attributes:
        layers: The configurations.
        variables: The host's variables.
        options: `lookup_options` that were gathered already.
        shared_options: Those of the layers that all modules share, once they are gathered.
    """

    def __init__(self, layers: Layers, scope: Scope) -> None:
        self.layers = layers
        self.variables = Variables(scope)
        self.options: dict[OptionsKey, LookupOptions | None] = {}
        self.shared_options: list[Node | None] = []
        self._levels: dict[tuple[int, bool], tuple[Config, list[Level]]] = {}
        self._diagnostics: dict[Diagnostic, None] = {}
        self._names = Names()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Warnings so far, each once."""
        return tuple(self._diagnostics)

    def warn(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Keep warnings."""
        self._diagnostics.update(dict.fromkeys(diagnostics))

    def glob(self, pattern: str) -> list[str]:
        """Return the files that match an absolute pattern.

        Raises:
            HieraError: `too-many-files`, when all globs of this host look at more than a hierarchy can hold.
        """
        return self.layers.tree.glob(pattern, self._names)

    def levels(
        self,
        config: Config | None,
        resolve: Callable[[Config, LevelConfig], list[str]],
        extras: Callable[[Config, LevelConfig], Extras] = lambda config, _: Extras(config.root),
        *,
        default: bool = False,
    ) -> list[Level]:
        """Return the levels of a configuration with this host's files.

        Args:
            config: None has no levels.
            resolve: Gives the paths of a level.
            extras: Gives what its function needs besides.
            default: Whether the module's `default_hierarchy` is meant.

        Raises:
            HieraError: When a path cannot be made.
        """
        if config is None:
            return []
        kept = self._levels.get((id(config), default))
        if kept is None:
            entries = config.entries if not default else config.default_entries or ()
            self.warn(config.diagnostics)
            made, count = [], 0
            for entry in entries:
                paths = resolve(config, entry)
                count += 1 + len(paths)
                check_paths(count, entry.name, entry.position)
                made.append(self._level(config, entry, paths, extras(config, entry)))
            # Without a hiera.yaml a level counts only when its file is there.
            made = [level for level in made if config.file is not None or any(level.paths)]
            kept = self._levels[id(config), default] = (config, made)
        return kept[1]

    def _level(self, config: Config, entry: LevelConfig, paths: list[str], extras: Extras) -> Level:
        tree = self.layers.tree
        if not self.layers.settings.as_puppet and config.file is not None:
            levels.check_datadir(config, entry, self.layers.border)
        present = [path if tree.exists(path) else None for path in paths]
        outside = [path for path in paths if not isinstance(path, locations.Stray) and tree.is_outside(path)]
        for uri in extras.uris:
            file = locations.file_of(uri, extras.base)
            if not self.layers.settings.remote if file is None else tree.is_outside(file):
                outside.append(uri)
        return Level(entry, present, self.layers.files, self.warn, extras, tuple(outside))


def paths_of(
    config: Config, entry: LevelConfig, expand: locations.Expand, mapped: locations.Mapped, glob: locations.Glob
) -> list[str]:
    """Return the absolute paths of a level for one host, those of missing files included."""
    expanded = expand(entry.datadir, {})
    datadir = os.path.normpath(os.path.join(config.root, expanded))  # noqa: PTH118 - much faster
    if locations.strays(entry.datadir, expanded, expand, {}):
        datadir = locations.Stray(datadir)
    return locations.resolve(entry, datadir, expand, mapped, glob)

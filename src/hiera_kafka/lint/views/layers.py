"""Which hierarchies of a run answer a lookup together, as layers do: global, environment, and the key's module."""

from __future__ import annotations

import dataclasses
import os
from functools import cached_property
from pathlib import Path

from hiera_kafka.hiera.hierarchy.config import Config
from hiera_kafka.hiera.values.keys import LookupKey
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.absent_trees import why_absent
from hiera_kafka.lint.data.reachable_files import beginnings_of
from hiera_kafka.lint.hierarchies import module_directory
from hiera_kafka.repository import root_of


class Layers:
    """The hierarchies around one.

    Attributes:
        tree: The hierarchy whose data looks keys up.
    """

    def __init__(self, tree: DataTree) -> None:
        self.tree = tree

    def answering(self, module: str | None) -> tuple[DataTree, ...]:
        """Return the hierarchies, of those that are here, that are asked for keys of a module; None is no module."""
        shared = [one for one in self.tree.family if one is not self.tree and self._is_shared(one)]
        modules = [one for one in self.tree.family if module is not None and one.kind.module == module]
        return tuple(dict.fromkeys((self.tree, *shared, *modules)))

    def module_is_elsewhere(self, root: str) -> str | None:
        """Return why data that is not here may hold a key, None where all is here that could."""
        module = LookupKey(root, root, ()).module
        if module == self.tree.kind.module and module is not None:
            return None
        if self._layer == "module" and not any(one.kind.layer == "environment" for one in self.tree.family):
            return "the environment that the module is used in is not here, and may have the key"
        if module is None or self._module_is_here(module):
            return None
        return f"the module {module!r} is not here, and its own data may have the key"

    @cached_property
    def private_tree_is_elsewhere(self) -> str | None:
        """Why a level's data is not here and may have any key, None where no level says so."""
        for one in (self.tree, *(other for other in self.tree.family if self._is_shared(other))):
            paths = (
                () if one.config is None else (path for found in beginnings_of(one.config).values() for path in found)
            )
            for path in paths:
                if one.holds(path) and not os.path.lexists(path) and (why := why_absent(path, one.border)) is not None:
                    return f"{os.path.relpath(path, self._tops[-1])!r} is not here and may have the key: {why}"
        return None

    def _is_shared(self, other: DataTree) -> bool:
        """Return whether another hierarchy is asked for every key; that of a second environment is not."""
        return other.kind.layer == "global" or (other.kind.layer == "environment" and self._layer != "environment")

    @property
    def _layer(self) -> str:
        return self.tree.kind.layer

    @cached_property
    def _tops(self) -> tuple[Path, ...]:
        file = Path(self.tree.config_file)
        return tuple(dict.fromkeys((file.parent, root_of(file))))

    def _module_is_here(self, module: str) -> bool:
        return any(module_directory(top, module) is not None for top in self._tops)


def other_configs(tree: DataTree) -> list[Config]:
    """Return what else may read the files of a tree: other hierarchies of the run or beside it, and levels of plans."""
    family = [other.config for other in tree.family if other is not tree and other.config is not None]
    configs = [*tree.siblings, *family]
    every = configs if tree.config is None else [tree.config, *configs]
    plans = [dataclasses.replace(one, entries=one.plan_entries, default_entries=None) for one in every]
    return [*configs, *(plan for plan in plans if plan.entries)]

"""Which hierarchies of a run answer a lookup together, as layers do: global, environment, and the key's module."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from hiera_kafka.hiera.values.keys import LookupKey
from hiera_kafka.lint.context import DataTree
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

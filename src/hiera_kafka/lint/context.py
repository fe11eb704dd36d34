"""What rules are given: a file, a Hiera tree, a host, or all clusters of an inventory."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hiera_kafka.border import Border, outside
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position
from hiera_kafka.hiera import Found, Hiera
from hiera_kafka.hiera.hierarchy.config import Config
from hiera_kafka.hiera.hierarchy.levels import Level
from hiera_kafka.hiera.hierarchy.walk_limits import Names, walk
from hiera_kafka.hiera.merging.variables import Variables
from hiera_kafka.hiera.values.node import MARK
from hiera_kafka.lint.data.file import JSON_ENDINGS, YAML_ENDINGS, DataFile
from hiera_kafka.lint.data.reachable_files import beginnings_of, key_files_of
from hiera_kafka.scope import Scope

if TYPE_CHECKING:  # of what an inventory gives; they take long to load, and an editor waits for each run
    from hiera_kafka.catalog.resources import Catalog
    from hiera_kafka.compiler import Compiler
    from hiera_kafka.compiler.inventory import Inventory
    from hiera_kafka.dialects.base import Dialect
    from hiera_kafka.model.clusters import Clusters
    from hiera_kafka.model.services import HostModel

__all__ = ["DataFile", "DataTree", "InventoryView", "NodeView"]

_LOOKUP = re.compile(r"%\{\s*(?:lookup|hiera|alias)\b")
_ROOT_KEY = re.compile(r"""^(["']?)([^\s#"'\-][^"'#\n]*?)\1\s*:(?:\s|$)""", re.MULTILINE)
_FLOW = re.compile(r"(?:\s|#.*\n|---)*[{?]")


class NodeView:
    """One host of an inventory.

    Attributes:
        host: FQDN.
        scope: Its facts and variables.
        site: The inventory it is in.
    """

    def __init__(self, host: str, site: InventoryView) -> None:
        self.host = host
        self.site = site
        self.scope: Scope = site.compiler.scope(host)
        self._found: dict[str, Found | None] = {}

    def find(self, key: str) -> Found | None:
        """Return what a key is for this host, None when it has no value or the lookup fails (reported elsewhere).

        A secret has no value that a rule could judge and quote; in hashes, origins show which values are secrets.
        """
        if key not in self._found:
            try:
                found = self.site.hiera.find(key, self.scope)
            except HieraKafkaError:
                found = None
            hidden = found is not None and not isinstance(found.value, dict) and found.holds_secret
            self._found[key] = None if hidden else found
        return self._found[key]

    @property
    def model(self) -> HostModel | None:
        """What the host runs, None when its data has errors."""
        return self.site.compiler.models.get(self.host)

    @cached_property
    def dialect(self) -> Dialect:
        """The dialect that it is compiled in."""
        return self.site.compiler.dialect_of(self.host)

    @property
    def catalog(self) -> Catalog | None:
        """What the host must be, None when its data has errors."""
        return self.site.compiler.catalogs.get(self.host)

    @property
    def is_recorded(self) -> bool:
        """Whether the inventory says anything of it; true of all hosts where it says nothing of any."""
        nodes = self.site.inventory.model.nodes
        return not nodes or self.host in nodes

    @property
    def facts(self) -> Mapping[str, Any]:
        """Recorded facts, and those that follow from the name."""
        return self.scope.facts

    @cached_property
    def variables(self) -> Variables:
        """Its top-scope variables, as `%{...}` sees them."""
        return Variables(self.scope)

    @cached_property
    def levels(self) -> list[Level]:
        """The levels of the hierarchy with this host's files; empty when they cannot be read (reported elsewhere)."""
        try:
            return self.site.hiera.levels(self.scope)
        except HieraKafkaError:
            return []

    @property
    def is_whole(self) -> bool:
        """Whether all that it reads lies in the repository, so that its lookups can be made."""
        return not any(level.outside for level in self.levels)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files that this host reads, highest first."""
        return tuple(path for level in self.levels for path in level.paths if path is not None)


class InventoryView:
    """An inventory with its hosts and clusters.

    Attributes:
        compiler: Everything known of it.
    """

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler

    @property
    def inventory(self) -> Inventory:
        """The inventory file."""
        return self.compiler.inventory

    @property
    def hiera(self) -> Hiera:
        """Its data."""
        return self.compiler.hiera

    @property
    def clusters(self) -> Clusters:
        """All clusters as the inventory's own scope sees them; those with errors are left out."""
        return self.compiler.clusters

    @cached_property
    def nodes(self) -> tuple[NodeView, ...]:
        """Every host, sorted; none when the data names none (reported elsewhere)."""
        try:
            return tuple(NodeView(host, self) for host in self.compiler.hosts)
        except HieraKafkaError:
            return ()

    @cached_property
    def is_whole(self) -> bool:
        """Whether all that it and its hosts read lies in the repository."""
        return not any(level.outside for level in self.discovery_levels) and all(node.is_whole for node in self.nodes)

    @cached_property
    def discovery(self) -> Scope:
        """The scope of the lookup that names the hosts."""
        return Scope.of_discovery(self.inventory.variables)

    @cached_property
    def discovery_levels(self) -> list[Level]:
        """The levels with the files that this lookup reads; empty when they cannot be read (reported elsewhere)."""
        try:
            return self.hiera.levels(self.discovery)
        except HieraKafkaError:
            return []


@dataclass(frozen=True, eq=False)
class DataTree:
    """A hiera.yaml with its files, and the inventories that use it.

    Attributes:
        config_file: Absolute path of hiera.yaml.
        config: What it says, None when it is wrong.
        diagnostics: What reading it had to say.
        sites: Inventories over this data.
        siblings: Other hierarchies that stand beside it and may read the same files.
        focus: The only files whose findings are reported; None means all.
        border: What files must lie in to be read; None is no border.
    """

    config_file: str
    config: Config | None
    diagnostics: tuple[Diagnostic, ...] = ()
    sites: tuple[InventoryView, ...] = ()
    siblings: tuple[Config, ...] = ()
    focus: frozenset[str] | None = None
    border: Border | None = None

    @cached_property
    def config_data(self) -> DataFile:
        """The hiera.yaml as a file."""
        return DataFile(self.config_file, DataFile.CONFIG, self.border)

    def holds(self, path: Path | str) -> bool:
        """Return whether a path leads into what may be read."""
        return self.border is None or self.border.holds(path)

    @cached_property
    def left_out(self) -> tuple[Diagnostic, ...]:
        """What is not read since it lies outside: levels, as far as hosts or hiera.yaml itself show, and links."""
        if self.border is None:
            return ()
        found: dict[Position | None, str] = {}  # of each level one path will do
        for position, paths in ({} if self.config is None else beginnings_of(self.config)).items():
            found |= [(position, path) for path in paths if not self.border.holds(path)]
        for levels in [*(node.levels for node in self.nodes), *(site.discovery_levels for site in self.sites)]:
            for level in levels:
                for path in level.outside:
                    found.setdefault(level.entry.position, path)
        for directory in self.directories:
            for path in (*data_files(directory), *linked_directories(directory)):
                if not self.border.holds(path):
                    found[Position(path)] = path
        return tuple(self._outside(path, position) for position, path in found.items())

    @cached_property
    def keys_outside(self) -> tuple[Diagnostic, ...]:
        """Files of keys that lie outside: values that need them stay encrypted."""
        keys = () if self.config is None else key_files_of(self.config)
        return tuple(self._outside(path, position) for path, position in keys if not self.holds(path))

    @property
    def is_whole(self) -> bool:
        """Whether all of its data is read; else nothing is known of what is not there."""
        return not self.left_out

    def _outside(self, path: str, position: Position | None) -> Diagnostic:
        tree = Path(self.config_file).parent if self.border is None else self.border.trees[0]
        return outside(path, tree, position or Position(self.config_file))

    @cached_property
    def directories(self) -> tuple[str, ...]:
        """The data directories whose names depend on no host, absolute; of a wrong hiera.yaml the likely one."""
        if self.config is None:
            beside = Path(self.config_file).parent
            return (str(beside / "data" if (beside / "data").is_dir() else beside),)
        root = self.config.root
        names = {entry.datadir for entry in self.config.entries if MARK not in entry.datadir}
        paths = sorted(os.path.normpath(Path(root, name)) for name in names)
        return tuple(path for path in paths if self.holds(path))

    @cached_property
    def files(self) -> Mapping[str, DataFile]:
        """Every data file below the data directories, read by some host or not, by absolute path.

        Raises:
            HieraError: `too-many-files`.
        """
        found: dict[str, DataFile] = {}
        names = Names()
        # JSON that no level asks for is something else's.
        entries = () if self.config is None else self.config.entries
        json = any(entry.function == "json_data" or ".json" in "".join(entry.locations) for entry in entries)
        for directory in self.directories:
            for path in data_files(directory, names):
                wanted = self.holds(path) and (json or not path.endswith(JSON_ENDINGS))
                if wanted and path not in found and not _is_config(path):
                    found[path] = DataFile(path, border=self.border)
        return found

    @cached_property
    def nodes(self) -> tuple[NodeView, ...]:
        """The hosts of all its inventories."""
        return tuple(node for site in self.sites for node in site.nodes)

    @cached_property
    def readers(self) -> Mapping[str, tuple[NodeView, ...]]:
        """File to the hosts that read it."""
        found: dict[str, list[NodeView]] = {}
        for node in self.nodes:
            for path in dict.fromkeys(node.files):
                found.setdefault(path, []).append(node)
        return {path: tuple(nodes) for path, nodes in found.items()}

    @cached_property
    def judged(self) -> Mapping[str, DataFile]:
        """The files whose findings are reported; rules that look at files one by one need no other."""
        if self.focus is None:
            return self.files
        return {path: file for path, file in self.files.items() if path in self.focus}

    @cached_property
    def looking_up(self) -> tuple[DataFile, ...]:
        """The files in which some value may look up another key."""
        return tuple(file for file in self.files.values() if _LOOKUP.search(file.text))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every root key of every file, `lookup_options` left out.

        Files are only scanned for what stands at the start of lines: parsing all of a tree to lint one file takes too
        long, and what is no root key after all keeps a rule from calling a key unknown, never the other way round.
        """
        found: set[str] = set()
        for path, file in self.files.items():
            if path.endswith(JSON_ENDINGS) or _FLOW.match(file.text) or path in self.judged:
                found.update(file.entries)
            else:
                found.update(match.group(2) for match in _ROOT_KEY.finditer(file.text))
        return frozenset(found - {"lookup_options"})


def data_files(directory: str, names: Names | None = None) -> list[str]:
    """Return the YAML and JSON files below a directory, sorted; what is hidden is left out.

    Args:
        directory: Where to look.
        names: Counts what is met.

    Raises:
        HieraError: `too-many-files`.
    """
    found: list[str] = []
    for parent, others in walk(directory, names or Names()):
        found += [str(Path(parent, name)) for name in others if _is_data(name)]
    return found


def linked_directories(directory: str) -> list[str]:
    """Return the links to directories below a directory, sorted; what is hidden is left out."""
    found: list[str] = []
    for parent, directories, _ in os.walk(directory):
        directories[:] = sorted(name for name in directories if not name.startswith("."))
        found += [str(path) for name in directories if (path := Path(parent, name)).is_symlink()]
    return found


def _is_data(name: str) -> bool:
    return not name.startswith(".") and name.endswith((*YAML_ENDINGS, *JSON_ENDINGS))


@functools.lru_cache(maxsize=4096)
def _is_config(path: str) -> bool:
    """Return whether a file below a data directory is a hierarchy or an inventory, which is no data."""
    name = Path(path).name
    return (name.startswith("hiera") and name.endswith((".yaml", ".yml")) and is_hierarchy(path)) or name.endswith(
        ("hiera_kafka.yml", "hiera_kafka.yaml")
    )


def is_hierarchy(path: str, border: Border | None = None) -> bool:
    """Return whether a file is a hiera.yaml: by its name or its keys; outside the border, by its name alone."""
    if Path(path).name in {"hiera.yaml", "hiera.yml"}:
        return True
    return {"version", "hierarchy"} <= set(DataFile(path, border=border).entries)

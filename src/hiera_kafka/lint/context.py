"""What rules are given: a file, a Hiera tree, a host, or all clusters of an inventory."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hiera_kafka.border import Border, outside
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position
from hiera_kafka.hiera import Found, Hiera
from hiera_kafka.hiera.hierarchy.backends import READERS
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.hierarchy.levels import Level
from hiera_kafka.hiera.hierarchy.walk_limits import Names
from hiera_kafka.hiera.merging.variables import Variables
from hiera_kafka.lint.data.absent_trees import why_absent
from hiera_kafka.lint.data.file import JSON_ENDINGS, DataFile
from hiera_kafka.lint.data.reachable_files import Reachable, beginnings_of, data_directories, is_known, key_files_of
from hiera_kafka.lint.data.tree_files import data_files, is_config, is_data, linked_directories
from hiera_kafka.lint.hierarchies import HierarchyKind
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
_ENVIRONMENT = HierarchyKind("environment")
_NOT_YAML = ("json_data", "hocon_data")
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


@dataclass(slots=True)
class _Files:
    """Files below data directories; `others` are those that only a function may read which is not known."""

    read: dict[str, DataFile] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    dangling: dict[str, None] = field(default_factory=dict)
    outside: dict[str, None] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)

    def __contains__(self, path: str) -> bool:
        return any(path in kind for kind in (self.read, self.unread, self.others, self.dangling, self.outside))


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
        kind: What the hiera.yaml is.
        family: All hierarchies of the run, this one included.
    """

    config_file: str
    config: Config | None
    diagnostics: tuple[Diagnostic, ...] = ()
    sites: tuple[InventoryView, ...] = ()
    siblings: tuple[Config, ...] = ()
    focus: frozenset[str] | None = None
    border: Border | None = None
    kind: HierarchyKind = _ENVIRONMENT
    family: Sequence[DataTree] = ()

    @property
    def name(self) -> str:
        """How messages call the hierarchy: what it is, and its file."""
        return f"{self.kind.text} ({self._relative(self.config_file)})"

    def _relative(self, path: str) -> str:
        tree = (
            None if self.border is None else next((t for t in self.border.trees if Path(path).is_relative_to(t)), None)
        )
        return Path(path).name if tree is None else str(Path(path).relative_to(tree))

    @cached_property
    def config_data(self) -> DataFile:
        """The hiera.yaml as a file."""
        return DataFile(self.config_file, DataFile.CONFIG, self.border)

    @cached_property
    def reach(self) -> Reachable | None:
        """What its levels could read, None when it is wrong."""
        return None if self.config is None else Reachable(self.config)

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
            found |= {Position(path): path for path in linked_directories(directory) if not self.border.holds(path)}
        found |= {Position(path): path for path in self._found.outside}
        return tuple(self._outside(path, position) for position, path in found.items())

    @cached_property
    def keys_outside(self) -> tuple[Diagnostic, ...]:
        """Files of keys that lie outside: values that need them stay encrypted."""
        keys = [] if self.config is None else list(key_files_of(self.config))
        first = {path: position for path, position in reversed(keys) if not self.holds(path)}
        return tuple(self._outside(path, position) for path, position in first.items())

    @property
    def is_whole(self) -> bool:
        """Whether all of its data is read; else nothing is known of what is not there."""
        return not self.left_out

    @property
    def knows_functions(self) -> bool:
        """Whether all data lies within the repository, and no function that is not known may give more."""
        return self.is_whole and (self.reach is None or not self.reach.unknown)

    @property
    def knows_all(self) -> bool:
        """Whether all that answers a lookup is known here: no data lies elsewhere, no function is not built in."""
        return self.knows_functions and not self.lies_elsewhere

    @cached_property
    def lies_elsewhere(self) -> bool:
        """Whether data of a level is kept apart from the repository, such as in a private one."""
        begins = {} if self.config is None else beginnings_of(self.config)
        inside = (path for paths in begins.values() for path in paths if self.holds(path))
        return any(not os.path.exists(path) and why_absent(path, self.border) is not None for path in inside)  # noqa: PTH110

    def _outside(self, path: str, position: Position | None) -> Diagnostic:
        tree = Path(self.config_file).parent if self.border is None else self.border.trees[0]
        return outside(path, tree, position or Position(self.config_file))

    @cached_property
    def data_directories(self) -> Mapping[str, bool]:
        """Where data can be, and whether that is a data directory or what is known of its name."""
        if self.config is None:
            beside = Path(self.config_file).parent
            likely = next((beside / name for name in ("data", "hieradata") if (beside / name).is_dir()), beside)
            return {str(likely): True}
        return {path: own for path, own in data_directories(self.config).items() if self.holds(path)}

    @property
    def directories(self) -> tuple[str, ...]:
        """The directories that data is looked for in, absolute; of a wrong hiera.yaml the likely one."""
        return tuple(self.data_directories)

    @cached_property
    def _found(self) -> _Files:
        found, names = _Files(), Names()
        reach = self.reach
        json = reach is None or any("json" in entry.function for entry in reach.config.all_entries)
        wanted = None if reach is None else lambda path: bool(reach.levels_of(path))
        for directory, own in self.data_directories.items():
            for path in data_files(directory, names, wanted):
                if path in found or is_config(path):
                    continue
                if not self.holds(path):
                    found.outside[path] = None
                    continue
                if not os.path.exists(path):  # noqa: PTH110 - a Path takes several times as long
                    found.dangling[path] = None
                    continue
                levels = () if reach is None else reach.levels_of(path)
                known = [level for level in levels if is_known(level)]
                if reach is None or known:
                    found.read[path] = DataFile(path, border=self.border, reader=_reader(known))
                elif levels:
                    found.others[path] = None
                elif own and (json or not path.endswith(JSON_ENDINGS)) and is_data(Path(path).name):
                    found.unread[path] = None  # JSON that no level asks for is something else's
        return found

    @property
    def files(self) -> Mapping[str, DataFile]:
        """Every data file that some level could read, for some host or none, by absolute path.

        Raises:
            HieraError: `too-many-files`.
        """
        return self._found.read

    @property
    def unread(self) -> tuple[str, ...]:
        """The files below data directories that no level could read; they are not judged as data."""
        return tuple(self._found.unread)

    @property
    def of_functions(self) -> tuple[str, ...]:
        """The files that only a function may read which is not known here."""
        return tuple(self._found.others)

    @property
    def dangling(self) -> tuple[str, ...]:
        """Links below data directories that lead to nothing."""
        return tuple(self._found.dangling)

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

        Files are only scanned for what begins a line, which is quicker than to parse all of a tree. What is no root key
        after all keeps a rule from calling a key unknown, never the other way round.
        """
        found: set[str] = set()
        for path, file in self.files.items():
            if file.reader in _NOT_YAML or path.endswith(JSON_ENDINGS) or _FLOW.match(file.text) or path in self.judged:
                found.update(file.entries)
            else:
                found.update(match.group(2) for match in _ROOT_KEY.finditer(file.text))
        return frozenset(found - {"lookup_options"})


def _reader(levels: Sequence[LevelConfig]) -> str | None:
    """Return the built-in function that reads a file, None where that is not certain."""
    readers = {READERS.get((level.function_kind, level.function)): level.function for level in levels}
    return next(iter(readers.values())) if len(readers) == 1 and None not in readers else None

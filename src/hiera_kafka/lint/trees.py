"""Loads hierarchies and inventories into the trees that rules look at; what cannot be loaded becomes findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position
from hiera_kafka.lint.context import DataTree, InventoryView
from hiera_kafka.lint.data.tree_files import is_hierarchy
from hiera_kafka.lint.hierarchies import as_deployed, kind_of, read_hierarchy
from hiera_kafka.lint.targets import Targets, inventories_near
from hiera_kafka.repository import root_of


@dataclass
class Loaded:
    """All that a run looks at.

    Attributes:
        trees: Hierarchies with the inventories that use them.
        sites: The inventories.
        diagnostics: What kept anything from being loaded.
        border: What files must lie in to be read: the repositories of what was named.
    """

    trees: list[DataTree] = field(default_factory=list)
    sites: list[InventoryView] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    border: Border = field(default_factory=lambda: Border(()))


def load(targets: Targets, *, discover: bool, changed: frozenset[str] | None = None) -> Loaded:
    """Load hierarchies and inventories.

    Args:
        targets: What was asked for.
        discover: Whether to look for inventories that use a hierarchy that was named without one.
        changed: The only files whose findings are reported; None means all that the targets name.
    """
    loaded = Loaded(diagnostics=targets.left_out)
    wanted = dict.fromkeys(targets.inventories)
    if discover:
        for hierarchy in targets.hierarchies:
            wanted.update(dict.fromkeys(_using(hierarchy)))
    by_hierarchy: dict[str, list[InventoryView]] = {hierarchy: [] for hierarchy in targets.hierarchies}
    for path in wanted:
        from hiera_kafka.lint import inventories  # noqa: PLC0415 - see there

        try:
            inventory = inventories.read(path)
        except HieraKafkaError as error:
            loaded.diagnostics += error.diagnostics
            continue
        targets.trees[str(inventory.repository)] = None
        hierarchy = str(inventory.hiera_config)
        if not inventory.border.holds(hierarchy):
            where = Position(str(inventory.path))
            loaded.diagnostics += inventory.border.refusal(hierarchy, where).diagnostics
            continue
        sites = by_hierarchy.setdefault(hierarchy, [])
        if path in targets.inventories and path in targets.reported:
            targets.reported.add(hierarchy)
        try:
            site = inventories.view(inventory)
        except HieraKafkaError as error:
            loaded.diagnostics += error.diagnostics
            continue
        sites.append(site)
        loaded.sites.append(site)
    loaded.border = targets.border
    for hierarchy, found in by_hierarchy.items():
        tree = _tree(hierarchy, tuple(found), loaded.border, _focus(targets, changed), loaded.trees)
        if hierarchy in targets.reported:
            targets.reported.update((*tree.directories, str(Path(hierarchy).parent)))
        loaded.trees.append(tree)
    return loaded


def _using(hierarchy: str) -> list[str]:
    """Return the inventories near a hierarchy that name it."""
    near = list(inventories_near(hierarchy))
    if not near:
        return near
    from hiera_kafka.lint import inventories  # noqa: PLC0415 - see there

    return [path for path in near if inventories.uses(path, hierarchy)]


def _focus(targets: Targets, changed: frozenset[str] | None) -> frozenset[str] | None:
    """Return the files that findings are wanted of, None where whole directories or inventories were named."""
    if changed is not None:
        return changed
    named = targets.reported
    if not named or any(
        path in targets.hierarchies or path in targets.inventories or not Path(path).is_file() for path in named
    ):
        return None
    return frozenset(named)


def _tree(
    hierarchy: str,
    sites: tuple[InventoryView, ...],
    border: Border,
    focus: frozenset[str] | None,
    family: list[DataTree],
) -> DataTree:
    top = root_of(Path(hierarchy))
    kind = kind_of(Path(hierarchy), top, border)
    config, diagnostics = read_hierarchy(hierarchy, border, kind.layer)
    deployed = None if config is None else as_deployed(config, top)
    directory = Path(hierarchy).parent
    others = [
        read_hierarchy(str(file), border)[0]
        for file in (sorted(directory.glob("hiera*.y*ml")) if directory.is_dir() else ())
        if str(file) != hierarchy and border.holds(file) and is_hierarchy(str(file), border)
    ]
    siblings = tuple(as_deployed(other, top) for other in others if other is not None)
    return DataTree(hierarchy, deployed, diagnostics, sites, siblings, focus, border, kind, family)

"""Loads hierarchies and inventories into the trees that rules look at; what cannot be loaded becomes findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.inventory import Inventory, load_inventory
from hiera_kafka.errors import Diagnostic, HieraKafkaError
from hiera_kafka.lint.context import Site, Tree, is_hierarchy
from hiera_kafka.lint.targets import Targets, inventories_near, read_hierarchy


@dataclass
class Loaded:
    """All that a run looks at.

    Attributes:
        trees: Hierarchies with the inventories that use them.
        sites: The inventories.
        diagnostics: What kept anything from being loaded.
    """

    trees: list[Tree] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def load(targets: Targets, *, discover: bool, changed: frozenset[str] | None = None) -> Loaded:
    """Load hierarchies and inventories.

    Args:
        targets: What was asked for.
        discover: Whether to look for inventories that use a hierarchy that was named without one.
        changed: Files whose findings alone are told; None means all that the targets name.
    """
    loaded = Loaded()
    inventories = dict.fromkeys(targets.inventories)
    if discover:
        for hierarchy in targets.hierarchies:
            inventories.update(dict.fromkeys(_using(hierarchy)))
    by_hierarchy: dict[str, list[Site]] = {hierarchy: [] for hierarchy in targets.hierarchies}
    for path in inventories:
        inventory = _inventory(path, loaded)
        if inventory is None:
            continue
        hierarchy = str(inventory.hiera_config)
        sites = by_hierarchy.setdefault(hierarchy, [])
        if path in targets.inventories and path in targets.reported:
            targets.reported.add(hierarchy)
        try:
            site = Site(Compiler(inventory))
        except HieraKafkaError as error:
            loaded.diagnostics += error.diagnostics
            continue
        sites.append(site)
        loaded.sites.append(site)
    for hierarchy, found in by_hierarchy.items():
        tree = _tree(hierarchy, tuple(found), _focus(targets, changed))
        if hierarchy in targets.reported:
            targets.reported.update((*tree.directories, str(Path(hierarchy).parent)))
        loaded.trees.append(tree)
    return loaded


def _using(hierarchy: str) -> list[str]:
    """Return the inventories near a hierarchy that name it."""
    found = []
    for path in inventories_near(hierarchy):
        try:
            if str(load_inventory(Path(path)).hiera_config) == hierarchy:
                found.append(path)
        except HieraKafkaError:
            continue  # it was not asked for, and `hiera-kafka lint` of the inventory tells what is wrong
    return found


def _inventory(path: str, loaded: Loaded) -> Inventory | None:
    try:
        return load_inventory(Path(path))
    except HieraKafkaError as error:
        loaded.diagnostics += error.diagnostics
        return None


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


def _tree(hierarchy: str, sites: tuple[Site, ...], focus: frozenset[str] | None = None) -> Tree:
    config, diagnostics = read_hierarchy(hierarchy)
    directory = Path(hierarchy).parent
    others = [
        read_hierarchy(str(file))[0]
        for file in (sorted(directory.glob("hiera*.y*ml")) if directory.is_dir() else ())
        if str(file) != hierarchy and is_hierarchy(str(file))
    ]
    return Tree(hierarchy, config, diagnostics, sites, tuple(other for other in others if other is not None), focus)

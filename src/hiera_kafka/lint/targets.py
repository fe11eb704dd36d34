"""From what the user names to what is linted: files, Hiera trees, inventories, and which places are reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hiera_kafka.border import Border, named, outside
from hiera_kafka.errors import Diagnostic, HieraError, Position, ProjectError
from hiera_kafka.hiera.hierarchy.walk_limits import MAX_NAMES_BELOW, Names, walk
from hiera_kafka.lint.data.reachable_files import data_directories
from hiera_kafka.lint.data.tree_files import data_files, is_hierarchy
from hiera_kafka.lint.hierarchies import as_deployed, is_left_out, is_spare, kind_of, read_hierarchy
from hiera_kafka.project import INVENTORY_FILES
from hiera_kafka.repository import root_of, top_level

_LEFT_OUT = {"node_modules", "__pycache__"}


@dataclass
class Targets:
    """What a run looks at.

    Attributes:
        hierarchies: Absolute paths of hiera.yaml files.
        inventories: Absolute paths of inventory files.
        files: Absolute paths of data files that belong to no hierarchy.
        reported: Files and directories whose findings are reported.
        trees: Repositories of all that was named, which alone is read.
        left_out: Findings about links that lead out of them.
    """

    hierarchies: dict[str, None] = field(default_factory=dict)
    inventories: dict[str, None] = field(default_factory=dict)
    files: dict[str, None] = field(default_factory=dict)
    reported: set[str] = field(default_factory=set)
    trees: dict[str, None] = field(default_factory=dict)
    left_out: list[Diagnostic] = field(default_factory=list)

    @property
    def border(self) -> Border:
        """What files must lie in to be read."""
        return Border(self.trees)

    def reports(self, path: str) -> bool:
        """Return whether findings in a file are reported."""
        return path in self.reported or any(str(parent) in self.reported for parent in Path(path).parents)


def resolve(paths: Sequence[Path], inventory: Path | None) -> Targets:
    """Return what is linted.

    Args:
        paths: Files and directories that the user named.
        inventory: An inventory file; then no other inventory is looked for.

    Raises:
        ProjectError: A path does not exist.
    """
    targets = Targets()
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise ProjectError(
            Diagnostic(
                "lint-path-missing",
                f"{path} does not exist",
                (Position(str(path)),),
                hint="give files, directories, a hiera.yaml or an inventory",
            )
            for path in missing
        )
    for path in paths:
        try:
            _add(targets, named(path))
        except HieraError as error:
            targets.left_out += error.diagnostics
    if inventory is not None:
        targets.trees[str(root_of(inventory))] = None
        targets.inventories = {str(inventory.resolve()): None}
        if not paths:
            targets.reported.add(str(inventory.resolve()))
    return targets


def _add(targets: Targets, path: Path) -> None:
    targets.reported.add(str(path))
    targets.trees[str(top_level(path) or (path.parent if path.is_file() else path))] = None
    if path.is_file():
        _add_file(targets, path)
        return
    found = False
    border = targets.border
    for file in _walk(path):
        if not border.holds(file):
            targets.left_out.append(outside(file, border.trees[0], Position(str(file))))
            continue
        if file.name.endswith(INVENTORY_FILES):
            targets.inventories[str(file)] = None
            found = True
        elif file.name.startswith("hiera") and is_hierarchy(str(file), border) and not is_left_out(file, path):
            if is_spare(file):
                continue
            targets.hierarchies[str(file)] = None
            found = True
    if found:
        return
    above = hierarchies_above(path)
    _add_above(targets, above)
    if not above:
        targets.files.update(dict.fromkeys(data_files(str(path), Names(MAX_NAMES_BELOW))))


def _add_file(targets: Targets, path: Path) -> None:
    if path.name.endswith(INVENTORY_FILES):
        targets.inventories[str(path)] = None
    elif path.name.startswith("hiera") and path.suffix in {".yaml", ".yml"} and is_hierarchy(str(path)):
        targets.hierarchies[str(path)] = None
    else:
        above = hierarchies_above(path)
        _add_above(targets, above)
        if not above:
            targets.files[str(path)] = None


def _add_above(targets: Targets, hierarchies: Iterable[str]) -> None:
    for hierarchy in hierarchies:
        targets.hierarchies[hierarchy] = None
        targets.trees[str(root_of(Path(hierarchy)))] = None


def _walk(directory: Path) -> Iterator[Path]:
    for parent, names in walk(str(directory), Names(MAX_NAMES_BELOW), _LEFT_OUT):
        for name in names:
            if name.endswith((".yaml", ".yml")):
                yield Path(parent, name)


def hierarchies_above(path: Path) -> list[str]:
    """Return the hiera.yaml files, at or above the place of `path`, whose data directories hold it."""
    for directory in path.parents if path.is_file() else (path, *path.parents):
        border = Border([top_level(directory) or directory])
        found = [
            str(file)
            for file in sorted(directory.glob("hiera*.y*ml"))
            if border.holds(file) and is_hierarchy(str(file), border) and _holds(str(file), path, border)
        ]
        if found:
            return found
        if (directory / ".git").exists():
            return []
    return []


def _holds(hierarchy: str, path: Path, border: Border) -> bool:
    top = root_of(Path(hierarchy))
    read = read_hierarchy(hierarchy, border, kind_of(Path(hierarchy), top, border).layer)[0]
    if read is None:
        return True  # the hierarchy itself is wrong, which must be reported
    return any(path.is_relative_to(directory) for directory in data_directories(as_deployed(read, top)))


def inventories_near(hierarchy: str) -> Iterator[str]:
    """Yield the inventory files beside a hiera.yaml and in `inventories/` directories above it."""
    for directory in Path(hierarchy).parents:
        border = Border([top_level(directory) or directory])
        yield from _inventories(directory.iterdir() if directory == Path(hierarchy).parent else (), border)
        yield from _inventories(directory.glob("inventories/*/*"), border)
        if (directory / ".git").exists() or (directory / "inventories").is_dir():
            return


def _inventories(entries: Iterable[Path], border: Border) -> Iterator[str]:
    for entry in sorted(entries):
        if entry.name.endswith(INVENTORY_FILES) and border.holds(entry) and entry.is_file():
            yield str(entry.resolve())

"""Which of the files that somebody names are Hiera data: hooks and editors name files of every kind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hiera_kafka.border import Border, named
from hiera_kafka.errors import HieraError
from hiera_kafka.lint.data.tree_files import is_hierarchy
from hiera_kafka.lint.targets import hierarchies_above
from hiera_kafka.project import INVENTORY_FILES
from hiera_kafka.repository import top_level

DIRECTORIES = frozenset({"hieradata", "data"})
"""Where data lies by Puppet's custom, in repositories whose hiera.yaml is elsewhere."""


def only_data(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return those paths that are directories, data of a hierarchy, a hiera.yaml or an inventory.

    Data is what lies in a data directory of a hiera.yaml above it. In a repository without any hiera.yaml above the
    file, it is what lies below a directory of one of the names in `DIRECTORIES`; without Git, the current directory is
    the repository.

    Args:
        paths: Files and directories; what does not exist is kept, so that it is reported.
    """
    return tuple(path for path in paths if not path.is_file() or _is_data(path))


def _is_data(path: Path) -> bool:
    try:
        file = named(path)
    except HieraError:
        return True  # it leads out of its repository, which is to be reported
    if file.name.endswith(INVENTORY_FILES) or (file.name.startswith("hiera") and _is_hierarchy(file)):
        return True
    if hierarchies_above(file):
        return True
    top = top_level(file) or Path.cwd().resolve()
    below = [parent for parent in file.parents if parent.is_relative_to(top) and parent != top]
    if any(_has_hierarchy(parent) for parent in (*below, top)):
        return False
    return not DIRECTORIES.isdisjoint(parent.name for parent in below)


def _has_hierarchy(directory: Path) -> bool:
    return any(_is_hierarchy(file) for file in directory.glob("hiera*.y*ml"))


def _is_hierarchy(file: Path) -> bool:
    border = Border([top_level(file) or file.parent])
    return border.holds(file) and is_hierarchy(str(file), border)

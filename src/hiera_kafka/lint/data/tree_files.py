"""Finds the files of a tree: those that may be data, links, and what is a hiera.yaml."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path

from hiera_kafka.border import Border
from hiera_kafka.hiera.hierarchy.walk_limits import Names, walk
from hiera_kafka.lint.data.file import JSON_ENDINGS, YAML_ENDINGS, DataFile

_OF_HIERARCHIES = frozenset({"version", "hierarchy", "defaults", "default_hierarchy", "backends"})


def data_files(directory: str, names: Names | None = None, wanted: Callable[[str], bool] | None = None) -> list[str]:
    """Return the YAML and JSON files below a directory, sorted; what is hidden is left out.

    Args:
        directory: Where to look.
        names: Counts what is met.
        wanted: Returns whether a file of another ending, or a hidden one, is data as well, by its absolute path.

    Raises:
        HieraError: `too-many-files`.
    """
    found: list[str] = []
    for parent, others in walk(directory, names or Names()):
        for name in others:
            path = f"{parent}/{name}"
            if is_data(name) or (wanted is not None and wanted(path)):
                found.append(path)
    return found


def linked_directories(directory: str) -> list[str]:
    """Return the links to directories below a directory, sorted; what is hidden is left out."""
    found: list[str] = []
    for parent, directories, _ in os.walk(directory):
        directories[:] = sorted(name for name in directories if not name.startswith("."))
        found += [str(path) for name in directories if (path := Path(parent, name)).is_symlink()]
    return found


def is_data(name: str) -> bool:
    """Return whether a file of this name is taken for data: YAML or JSON, and not hidden."""
    return not name.startswith(".") and name.endswith((*YAML_ENDINGS, *JSON_ENDINGS))


@functools.lru_cache(maxsize=4096)
def is_config(path: str) -> bool:
    """Return whether a file below a data directory is a hierarchy or an inventory, which is no data."""
    name = Path(path).name
    return (name.startswith("hiera") and name.endswith((".yaml", ".yml")) and is_hierarchy(path)) or name.endswith(
        ("hiera_kafka.yml", "hiera_kafka.yaml")
    )


def is_hierarchy(path: str, border: Border | None = None) -> bool:
    """Return whether a file is a hiera.yaml: by its name or its keys; outside the border, by its name alone.

    Data about Hiera itself lies in files of that name as well: what has keys of classes alone is data.
    """
    keys = DataFile(path, border=border).entries
    if Path(path).name in {"hiera.yaml", "hiera.yml"}:
        return not _OF_HIERARCHIES.isdisjoint(keys) or not any("::" in key for key in keys)
    return {"version", "hierarchy"} <= set(keys) or {"backends", "hierarchy"} <= set(keys)

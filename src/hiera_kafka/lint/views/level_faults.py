"""What is wrong with the levels of a hierarchy whatever the host, found by the code that lookups run."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.errors import Diagnostic, HieraError, Severity
from hiera_kafka.hiera.hierarchy.backends import BUILT_IN, reader_of
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.hierarchy.levels import check_datadir
from hiera_kafka.hiera.hierarchy.site_functions import function_of
from hiera_kafka.hiera.values.text_files import read_text
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.absent_trees import why_absent
from hiera_kafka.lint.data.interpolation_faults import faults_in_config
from hiera_kafka.lint.data.level_positions import narrowed

_OF_PUPPET = "Puppet may find it in a module; hiera-kafka cannot call it, so every lookup that comes to it fails"


def level_faults(tree: DataTree) -> Iterator[Diagnostic]:
    """Yield what lookups refuse in a hierarchy: broken expressions, data directories that are missing, functions.

    A data directory that is kept apart from the repository is an info, and so is a function that has nothing to read.
    """
    if tree.config is None:
        return
    found = [*faults_in_config(tree.config), *_directories(tree, tree.config), *_functions(tree, tree.config)]
    found += _no_files(tree)
    yield from dict.fromkeys(narrowed(diagnostic, [tree.config_data]) for diagnostic in found)


def _directories(tree: DataTree, config: Config) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for entry in config.all_entries:
        directory = os.path.normpath(Path(config.root, entry.datadir))
        if directory in seen:
            continue
        try:
            check_datadir(config, entry, tree.border)
        except HieraError as error:
            seen.add(directory)
            why = why_absent(directory, tree.border)
            if why is None and tree.kind.layer == "global":
                why = "where the file is installed as the global one, the directory may be there"
            for diagnostic in error.diagnostics:
                yield diagnostic if why is None else dataclasses.replace(diagnostic, level=Severity.INFO, note=why)


def _no_files(tree: DataTree) -> Iterator[Diagnostic]:
    """Yield why paths cannot be read at which there is something else than a file."""
    for path in () if tree.reach is None else tree.reach.fixed:
        if tree.holds(path) and Path(path).is_dir():
            try:
                read_text(path, tree.border)
            except HieraError as error:
                yield from error.diagnostics


def _functions(tree: DataTree, config: Config) -> Iterator[Diagnostic]:
    for entry in config.all_entries:
        try:
            if reader_of(entry) is None:
                function_of(entry, BUILT_IN)
        except HieraError as error:
            asked = entry.location_kind in {None, "uri", "uris"} or _has_files(tree, entry)
            for diagnostic in error.diagnostics:
                level = diagnostic.level if asked else Severity.INFO
                note = _OF_PUPPET if diagnostic.id == "hiera-unknown-function" else diagnostic.note
                yield dataclasses.replace(diagnostic, level=level, note=note)


def _has_files(tree: DataTree, entry: LevelConfig) -> bool:
    """Return whether there is any file that a level could read: only then lookups ask its function."""
    reach = tree.reach
    return reach is not None and any(
        any(entry is level for level in reach.levels_of(path)) for path in (*tree.files, *tree.of_functions)
    )

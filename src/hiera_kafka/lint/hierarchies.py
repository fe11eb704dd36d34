"""What a hiera.yaml is, by where it lies: an environment's, the global one, a module's, or a fixture of tests."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, HieraError, Severity
from hiera_kafka.hiera.hierarchy import config
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.hierarchy.layers import read_config
from hiera_kafka.hiera.values.failures import ConfigError
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.text_files import read_text

_ENVIRONMENT_FILES = ("environment.conf", "Puppetfile", "manifests/site.pp", "manifests")
_MODULE_PATHS = frozenset({"modules", "site", "site-modules", "dist", "dist-modules", "local", "local-modules"})
"""Directories of modules in control repositories, besides those that environment.conf names."""
_MODULE_PARTS = ("manifests", "functions", "lib", "types", "data", "templates")
_MODULE_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIXTURES = (("spec", "fixtures"), ("test", "fixtures"), ("tests", "fixtures"))
_TESTS = frozenset({"spec", "acceptance", "test", "tests"})
_PAYLOAD = re.compile(r"/(?:modules|site|site-modules|dist)/[^/]+/(?:files|templates|spec|acceptance)/")
_CLASS = re.compile(r"^\s*class\s+([a-z][a-z0-9_]*)\b", re.MULTILINE)
_GLOBAL = re.compile(r"hiera3_backend|%\{(?:::)?environment\}")
_DEPLOYED = re.compile(r"/(?:.*/)?environments/(?:%\{[^}]*\}|[A-Za-z0-9_]+)/(.+)")


@dataclass(frozen=True, slots=True)
class HierarchyKind:
    """What a hiera.yaml is.

    Attributes:
        layer: `global`, `environment` or `module`.
        module: Name of the module, None for the other two.
    """

    layer: str
    module: str | None = None

    @property
    def text(self) -> str:
        """How messages call the hierarchy."""
        return {"global": "the global hierarchy", "environment": "the environment's hierarchy"}.get(
            self.layer, f"the hierarchy of the module {self.module!r}"
        )


def module_directory(top: Path, module: str) -> Path | None:
    """Return the directory of a module of a control repository, None when it has no such module."""
    if not _MODULE_NAME.fullmatch(module):
        return None
    found = (top / name / module for name in sorted(_MODULE_PATHS))
    return next((directory for directory in found if directory.is_dir()), None)


def is_fixture(path: Path) -> bool:
    """Return whether a path, from the directory that was named on, leads to a fixture of tests."""
    return any(pair in _FIXTURES for pair in itertools.pairwise(path.parts))


def is_left_out(path: Path, named: Path) -> bool:
    """Return whether a file below a directory that was named belongs to tests, or is copied to hosts by a module.

    Args:
        path: The file.
        named: The directory; what is within one of tests itself was meant.
    """
    if not _TESTS.isdisjoint(path.relative_to(named).parts[:-1]):
        return True
    return _PAYLOAD.search(f"/{path.relative_to(named)}") is not None


def is_spare(path: Path) -> bool:
    """Return whether a hierarchy is one that Puppet does not read: beside the hiera.yaml of a control repository."""
    names = ("hiera.yaml", *_ENVIRONMENT_FILES[:2])
    beside = [(path.parent / name).is_file() for name in names]
    return path.name != "hiera.yaml" and beside[0] and any(beside[1:])


def kind_of(path: Path, top: Path, border: Border | None = None) -> HierarchyKind:
    """Return what a hiera.yaml is.

    Args:
        path: The file.
        top: The top of its repository.
        border: What the files beside it must lie in to be read.
    """
    directory = path.parent
    environment = any(os.path.lexists(directory / name) for name in _ENVIRONMENT_FILES[:3])
    if not environment and (module := _module_of(directory, border)) is not None:
        return HierarchyKind("module", module)
    if (
        environment
        or directory == top
        or directory.parent.name == "environments"
        or os.path.lexists(directory / _ENVIRONMENT_FILES[3])
    ):
        return HierarchyKind("environment")
    try:
        root, _ = config.read(path, "global", border)
    except ConfigError:
        return HierarchyKind("environment")
    older = root is not None and config.version_of(root) == 3
    return HierarchyKind("global" if older or _speaks_of_environments(path, border) else "environment")


def _module_of(directory: Path, border: Border | None) -> str | None:
    """Return the name of the module that a directory is, None when it is none."""
    metadata = directory / "metadata.json"
    if metadata.is_file() and (name := _metadata_name(metadata, border)) is not None:
        return name
    modules = directory.parent
    if modules.name in _MODULE_PATHS and any((directory / part).is_dir() for part in _MODULE_PARTS):
        return directory.name
    init = directory / "manifests/init.pp"
    if init.is_file():
        found = _CLASS.search(_text(init, border))
        return None if found is None else found[1]
    return None


def _metadata_name(path: Path, border: Border | None) -> str | None:
    try:
        name = json.loads(_text(path, border)).get("name")
    except (ValueError, RecursionError, AttributeError):
        return None
    return re.split(r"[-/]", name)[-1] if isinstance(name, str) and name else None


def _text(path: Path, border: Border | None) -> str:
    try:
        return read_text(str(path), border)
    except HieraError:
        return ""  # what the file would tell is not known then, as where it is missing


def _speaks_of_environments(path: Path, border: Border | None) -> bool:
    return _GLOBAL.search(_text(path, border)) is not None


def read_hierarchy(
    path: str, border: Border | None = None, layer: str = "environment"
) -> tuple[Config | None, tuple[Diagnostic, ...]]:
    """Return what a hiera.yaml says, None when it is wrong, and what there is to say of it.

    Args:
        path: The file.
        border: What it must lie in to be read.
        layer: `global`, `environment` or `module`.
    """
    try:
        found = read_config(path, layer, border, lenient=layer != "environment")
    except ConfigError as error:
        return _older(path, border, layer), error.diagnostics
    diagnostics = found.diagnostics
    found = dataclasses.replace(found, plan_entries=_of_plans(path, border))
    if layer == "global" and found.entries and all(entry.extension is not None for entry in found.entries):
        diagnostics = (*diagnostics, _of_older(path, border))
    return found, diagnostics


def _of_plans(path: str, border: Border | None) -> tuple[LevelConfig, ...]:
    """Return the levels of `plan_hierarchy`, none where it cannot be used: Bolt says that, and no lookup does."""
    try:
        root, _ = config.read(path, "environment", border)
        plans = None if root is None else root.data.get("plan_hierarchy")
        if root is None or plans is None:
            return ()
        return config.parse(Node({**root.data, "hierarchy": plans}, root.at, root.keys), path, "module").entries
    except ConfigError:
        return ()


def _of_older(path: str, border: Border | None) -> Diagnostic:
    root, _ = config.read(path, "global", border)
    node = None if root is None else root.data.get("version")
    problem = config.version_error(3, node, path, level=Severity.WARNING)
    return dataclasses.replace(problem, note="Puppet up to 7 reads it as the global hierarchy, Puppet 8 no longer")


def _older(path: str, border: Border | None, layer: str) -> Config | None:
    """Return a hierarchy of version 3 where an environment's is wanted, so that its data can be judged."""
    if layer != "environment":
        return None
    try:
        root, _ = config.read(path, "global", border)
        if root is None or "hierarchy" not in root.data or config.version_of(root) != 3:
            return None
        return read_config(path, "global", border, lenient=True)
    except HieraError:
        return None  # said already


def as_deployed(found: Config, top: Path) -> Config:
    """Return a configuration whose data directories are those of the repository.

    A control repository is deployed as an environment, so a directory such as `/etc/puppetlabs/code/environments/
    %{environment}/hieradata` is its own `hieradata`.

    Args:
        found: The configuration.
        top: The top of the repository.
    """

    def mapped(entries: tuple[LevelConfig, ...]) -> tuple[LevelConfig, ...]:
        return tuple(dataclasses.replace(entry, datadir=_in_repository(entry.datadir, top)) for entry in entries)

    return dataclasses.replace(
        found,
        entries=mapped(found.entries),
        plan_entries=mapped(found.plan_entries),
        default_entries=None if found.default_entries is None else mapped(found.default_entries),
    )


def _in_repository(datadir: str, top: Path) -> str:
    deployed = _DEPLOYED.fullmatch(datadir)
    if deployed is None:
        return datadir
    path = top / os.path.normpath(deployed[1])
    return str(path) if path.is_relative_to(top) and path.is_dir() and not path.is_symlink() else datadir

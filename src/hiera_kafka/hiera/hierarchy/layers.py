"""The layers of a lookup: global, environment and modules, each with a hiera.yaml of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from hiera_kafka.border import Border, named
from hiera_kafka.errors import Diagnostic, HieraError, Position, Severity
from hiera_kafka.hiera.hierarchy import config, versions_3_and_4
from hiera_kafka.hiera.hierarchy.backends import Manner
from hiera_kafka.hiera.hierarchy.config import Config
from hiera_kafka.hiera.hierarchy.file_index import FileIndex
from hiera_kafka.hiera.hierarchy.levels import Files
from hiera_kafka.hiera.values.failures import ConfigError
from hiera_kafka.hiera.values.settings import Settings
from hiera_kafka.repository import root_of


class Layer(NamedTuple):
    """One layer of a lookup.

    Attributes:
        name: `global`, `environment` or `module`.
        config: Gives its configuration, None when there is none; raises HieraError when its hiera.yaml is wrong.
    """

    name: str
    config: Callable[[], Config | None]


_MODULE_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Layers:
    """Reads each hiera.yaml once, when it is first needed.

    Attributes:
        settings: How lookups behave.
        border: What hiera.yaml and all that it names must lie in.
        files: Data files of all layers.
        tree: Which files there are.
        path: The hiera.yaml of the environment.
    """

    def __init__(self, path: str, settings: Settings) -> None:
        self.settings = settings
        self.border = _border(path, settings)
        environment = os.environ if settings.hocon_environment else {}
        self.files = Files(Manner(settings.strict == "error", self.border, environment))
        self.tree = FileIndex(self.border)
        self.path = path
        self._modules = str((settings.modules or Path(path).parent / "modules").absolute())
        self._read: dict[str, Config | HieraError | None] = {}
        self._unqualified = (Layer("global", self.global_layer), Layer("environment", self.environment))
        if not settings.as_puppet:
            self.environment()

    def of(self, module: str | None) -> tuple[Layer, ...]:
        """Return the layers that a key of `module` is looked up in, highest first; None is no module."""
        if module is None:
            return self._unqualified
        return (*self._unqualified, Layer("module", partial(self.module, module)))

    def global_layer(self) -> Config | None:
        """Return the configuration of the global layer, None when there is none.

        Raises:
            HieraError: When its hiera.yaml is wrong.
        """
        if self.settings.global_config is None:
            return None
        return self._config(str(self.settings.global_config.absolute()), "global")

    def environment(self) -> Config | None:
        """Return the configuration of the environment, None when Puppet would ignore it.

        Raises:
            HieraError: When its hiera.yaml is wrong.
        """
        return self._config(self.path, "environment")

    def module(self, name: str | None) -> Config | None:
        """Return the configuration of a module, None when there is no such module or it has no hiera.yaml.

        Raises:
            HieraError: When its hiera.yaml is wrong.
        """
        if name is None or not _MODULE_NAME.fullmatch(name):
            return None
        return self._config(f"{self._modules}/{name}/hiera.yaml", "module")

    def _config(self, path: str, layer: str) -> Config | None:
        if path not in self._read:
            try:
                self._read[path] = self._load(path, layer)
            except HieraError as error:
                self._read[path] = error
        found = self._read[path]
        if isinstance(found, HieraError):
            raise found
        return found

    def _load(self, path: str, layer: str) -> Config | None:
        lenient = self.settings.as_puppet or layer != "environment"
        self.border.check(path)
        if not Path(path).exists():
            if layer == "global":
                return Config(str(Path(path).parent), None, (config.COMMON,))
            if lenient:
                return None
            raise ConfigError(
                Diagnostic(
                    "hiera-config-missing",
                    "there is no hiera.yaml here",
                    (Position(path),),
                    hint="write one that begins with 'version: 5', or correct the path",
                )
            )
        return read_config(path, layer, self.border, lenient=lenient and self.settings.strict != "error")


def read_config(path: str, layer: str, border: Border | None, *, lenient: bool) -> Config:
    """Return the configuration of a hiera.yaml that is there.

    Args:
        path: The file.
        layer: `global`, `environment` or `module`.
        border: What it must lie in; None is no border.
        lenient: Whether older versions are read, or passed over with a warning, where Puppet does.

    Raises:
        ConfigError: When it is wrong.
    """
    root, diagnostics = config.read(path, layer, border)
    version = 3 if root is None else config.version_of(root)
    node = None if root is None else root.data.get("version")
    if root is not None and version == 5 and isinstance(version, int):
        return config.parse(root, path, layer, diagnostics)
    problem = config.version_error(version, node, path)
    if not lenient:
        raise ConfigError((*diagnostics, problem))
    if version == 4 and layer != "global" and root is not None:
        return versions_3_and_4.parse_version_4(root, path, diagnostics)
    if version == 3 and layer == "global":
        return versions_3_and_4.parse_version_3(root, path, diagnostics)
    if version == 3:
        ignored = config.version_error(version, node, path, level=Severity.WARNING)
        return Config(str(Path(path).parent), path, (), diagnostics=(*diagnostics, ignored))
    raise ConfigError(problem)


def _border(path: str, settings: Settings) -> Border:
    """Return what files must lie in: the repository, and what the caller named besides."""
    trees = [settings.repository or root_of(named(Path(path), settings.allow_outside)), *settings.allow_outside]
    if settings.global_config is not None:
        trees.append(root_of(settings.global_config))
    if settings.modules is not None:
        trees.append(settings.modules)
    return Border(trees)

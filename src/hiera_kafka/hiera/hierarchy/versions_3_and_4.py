"""hiera.yaml of versions 3 and 4, as far as Puppet 7 still reads them: in modules, and with `Settings.as_puppet`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from hiera_kafka.errors import Diagnostic
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.values.failures import ConfigError
from hiera_kafka.hiera.values.node import Node

_BACKENDS = ("yaml", "json")
_VERSION_4_KEYS = {"version", "datadir", "hierarchy"}
_VERSION_4_ENTRY_KEYS = {"name", "backend", "datadir", "path", "paths"}
_VERSION_3_KEYS = {"version", "backends", "hierarchy", "logger", "merge_behavior", "deep_merge_options"}


def parse_version_4(root: Node, file: str, diagnostics: tuple[Diagnostic, ...]) -> Config:
    """Return the configuration of a hiera.yaml of version 4: a backend and paths without ending for each level.

    Raises:
        ConfigError: When it is wrong.
    """
    data: dict[str, Any] = root.plain
    _only(root, set(data), _VERSION_4_KEYS)
    listed = root.data.get("hierarchy")
    entries: list[LevelConfig] = []
    for node in [] if listed is None else listed.data:
        item = node.plain
        if not isinstance(item, dict) or not {"name", "backend"} <= set(item):
            _fail("a level of version 4 needs 'name' and 'backend'", node)
        _only(node, set(item), _VERSION_4_ENTRY_KEYS)
        if "path" in item and "paths" in item:
            _fail(f"only one of 'path' and 'paths' can stand in the level {item['name']!r}", node)
        if any(entry.name == item["name"] for entry in entries):
            _fail(f"the name {item['name']!r} is given to two levels", node, "hiera-duplicate-level")
        paths: list[str] = item["paths"] if "paths" in item else [str(item.get("path", item["name"]))]
        datadir = item.get("datadir") or data.get("datadir") or "data"
        entries.append(_entry(node, item["name"], item["backend"], datadir, tuple(paths)))
    if listed is None:
        entries.append(
            LevelConfig("common", "yaml_data", location_kind="path", locations=("common",), extension=".yaml")
        )
    return Config(str(Path(file).parent), file, tuple(entries), diagnostics=diagnostics)


def parse_version_3(root: Node | None, file: str, diagnostics: tuple[Diagnostic, ...]) -> Config:
    """Return the configuration of a hiera.yaml of version 3: every backend reads every path.

    Raises:
        ConfigError: When it is wrong, or names a backend that is not built in.
    """
    data: dict[str, Any] = {} if root is None else root.plain
    backends = _listed(data.get("backends", "yaml"))
    paths = _listed(data.get("hierarchy", ["nodes/%{::trusted.certname}", "common"]))
    if root is not None:
        _only(root, set(data), _VERSION_3_KEYS | set(backends))
    entries: list[LevelConfig] = []
    for backend in backends:
        own = data.get(backend) or {}
        if any(entry.name == backend for entry in entries):
            _fail(f"the backend {backend!r} is named twice", root)
        datadir = own.get("datadir") or "environments/%{::environment}/hieradata"
        entry = _entry(root, backend, backend, datadir, tuple(paths), f".{own.get('extension', backend)}")
        entries.append(entry)
    return Config(str(Path(file).parent), file, tuple(entries), diagnostics=diagnostics)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _entry(
    node: Node | None, name: str, backend: str, datadir: str, paths: tuple[str, ...], extension: str | None = None
) -> LevelConfig:
    if backend not in _BACKENDS:
        _fail(f"there is no backend {backend!r}; known are {' and '.join(_BACKENDS)}", node, "hiera-unknown-function")
    return LevelConfig(
        name,
        f"{backend}_data",
        datadir=datadir,
        location_kind="paths",
        locations=paths,
        extension=extension or f".{backend}",
        position=None if node is None else node.position,
    )


def _only(node: Node, found: set[str], known: set[str]) -> None:
    for key in sorted(found - known, key=str):
        _fail(f"unknown key {key!r}; known are {', '.join(sorted(known))}", node, "hiera-config-unknown-key")


def _fail(message: str, node: Node | None, id_: str = "hiera-config-type") -> NoReturn:
    where = () if node is None or node.position is None else (node.position,)
    raise ConfigError(Diagnostic(id_, message, where, hint="better: write 'version: 5'"))

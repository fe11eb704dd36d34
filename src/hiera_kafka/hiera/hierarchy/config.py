"""hiera.yaml: from the file to the entries of its hierarchy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, HieraError, Position, Severity
from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.hierarchy.config_schema import FUNCTION_KEYS, LOCATION_KEYS, Schema
from hiera_kafka.hiera.values.failures import ConfigError
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import inspect

_URI_CHARACTERS = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]*")
_BUILT_IN_BACKENDS = ("yaml", "json", "hocon")


@dataclass(frozen=True, slots=True)
class LevelConfig:
    """One level of a hierarchy.

    Attributes:
        name: Its name, the `level` of every origin.
        function: Name of the function that reads its files.
        function_kind: `data_hash`, `lookup_key`, `data_dig` or `hiera3_backend`.
        datadir: Directory of its files, relative to hiera.yaml, not yet interpolated.
        location_kind: Which of `path`, `paths`, ... it has; None when it has none.
        locations: The texts of that key, not yet interpolated.
        options: Options of the function.
        extension: What is added to every path that lacks it (hiera.yaml before version 5 only).
        position: Where it stands.
    """

    name: str
    function: str
    function_kind: str = "data_hash"
    datadir: str = "data"
    location_kind: str | None = None
    locations: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    extension: str | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """One hiera.yaml.

    Attributes:
        root: Directory that data directories are relative to.
        file: The file, None when there is none and the defaults hold.
        entries: The hierarchy.
        default_entries: `default_hierarchy` of a module, None when it has none.
        diagnostics: Warnings.
        plan_entries: `plan_hierarchy`, which plans of Bolt are answered from and lookups never are, where it was read.
    """

    root: str
    file: str | None
    entries: tuple[LevelConfig, ...]
    default_entries: tuple[LevelConfig, ...] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    plan_entries: tuple[LevelConfig, ...] = ()

    @property
    def all_entries(self) -> tuple[LevelConfig, ...]:
        """The hierarchy, and the default hierarchy of a module behind it."""
        return (*self.entries, *(self.default_entries or ()))


COMMON = LevelConfig("Common", "yaml_data", location_kind="path", locations=("common.yaml",))
"""The hierarchy of a hiera.yaml that gives none."""


def read(path: Path | str, layer: str, border: Border | None = None) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the hash of a hiera.yaml, None when it holds something else.

    Args:
        path: The file.
        layer: `global`, `environment` or `module`.
        border: What the file must lie in; None is for a file that the caller named.

    Raises:
        ConfigError: When the file cannot be read or is not YAML.
    """
    try:
        document = yaml_reader.load(path, f"hiera.yaml of the {layer} layer", border=border)
    except HieraError as error:
        raise ConfigError(error.diagnostics) from error
    if document.root is None or not isinstance(document.root.data, dict):
        return None, document.diagnostics
    return document.root, document.diagnostics


def version_of(root: Node) -> Any:
    """Return the version that a hiera.yaml says it has; without one it is of version 3."""
    node = root.data.get("version")
    return 3 if node is None or node.data is None else node.data


def parse(root: Node, file: str, layer: str, diagnostics: tuple[Diagnostic, ...] = ()) -> Config:
    """Return the configuration of a hiera.yaml of version 5.

    Args:
        root: Its hash.
        file: Absolute path.
        layer: `global`, `environment` or `module`.
        diagnostics: Warnings that were found while reading it.

    Raises:
        ConfigError: With everything that is wrong.
    """
    schema = Schema(file)
    schema.check(root)
    if schema.diagnostics:
        raise ConfigError(schema.diagnostics)
    defaults = root.data.get("defaults")
    if defaults is None or defaults.data is None:
        fallback: dict[str, Node] = {}
        function: tuple[str, str] | None = ("data_hash", "yaml_data")
    else:
        fallback = defaults.data
        function = next(((kind, fallback[kind].data) for kind in FUNCTION_KEYS if kind in fallback), None)
    if "default_hierarchy" in root.data and layer != "module":
        _fail("hiera-config-type", "'default_hierarchy' is only allowed in a module", root.data["default_hierarchy"])

    def entries(key: str) -> tuple[LevelConfig, ...]:
        node = root.data.get(key)
        if node is None or node.data is None:
            return (_common(root, fallback, function, layer),)
        return _unique(tuple(_entry(item, fallback, function, layer) for item in node.data), layer)

    default_entries = entries("default_hierarchy") if "default_hierarchy" in root.data else None
    plan_entries = entries("plan_hierarchy") if "plan_hierarchy" in root.data else ()
    return Config(str(Path(file).parent), file, entries("hierarchy"), default_entries, diagnostics, plan_entries)


def _common(root: Node, fallback: dict[str, Node], function: tuple[str, str] | None, layer: str) -> LevelConfig:
    """Return the one level of a hiera.yaml without hierarchy, which `defaults` holds for as well."""
    name, path = Node(COMMON.name, root.at), Node(COMMON.locations[0], root.at)
    return _entry(Node({"name": name, "path": path}, root.at), fallback, function, layer)


def _entry(node: Node, fallback: dict[str, Node], default: tuple[str, str] | None, layer: str) -> LevelConfig:
    data: dict[str, Node] = node.data
    name = data["name"].data
    own = next(((kind, data[kind].data) for kind in FUNCTION_KEYS if kind in data), None)
    function = own or default
    if function is None:
        _fail(
            "hiera-config-type",
            f"the level {name!r} names no function to read its data",
            node,
            hint="add 'data_hash: yaml_data' to it or to 'defaults'",
        )
    if function[0] == "hiera3_backend":
        if layer != "global":
            _fail("hiera-config-type", "'hiera3_backend' is only allowed in the global layer", data["hiera3_backend"])
        if function[1] in _BUILT_IN_BACKENDS:
            _fail(
                "hiera-config-type",
                f"'hiera3_backend: {function[1]}' is not allowed",
                data["hiera3_backend"],
                hint=f"write 'data_hash: {function[1]}_data'",
            )
    kind = next((key for key in LOCATION_KEYS if key in data), None)
    texts: tuple[str, ...] = ()
    if kind is not None:
        value = data[kind].plain
        texts = (value,) if isinstance(value, str) else tuple(value)
    for text in texts if kind in {"uri", "uris"} else ():
        if not _URI_CHARACTERS.fullmatch(text):
            _fail("hiera-config-type", f"{text!r} is not a URI", data[str(kind)])
    options = data.get("options") or fallback.get("options")
    datadir = data.get("datadir") or fallback.get("datadir")
    return LevelConfig(
        name=name,
        function_kind=function[0],
        function=function[1],
        datadir="data" if datadir is None else datadir.data,
        location_kind=kind,
        locations=texts,
        options={} if options is None else options.plain,
        position=node.position,
    )


def _unique(entries: tuple[LevelConfig, ...], layer: str) -> tuple[LevelConfig, ...]:
    first: dict[str, LevelConfig] = {}
    for entry in entries:
        other = first.setdefault(entry.name, entry)
        if other is not entry:
            places = tuple(position for position in (entry.position, other.position) if position is not None)
            raise ConfigError(
                Diagnostic(
                    "hiera-duplicate-level",
                    f"the name {entry.name!r} is given to two levels of the {layer} hierarchy",
                    places,
                    hint="give each level a name of its own",
                )
            )
    return entries


def _fail(id_: str, message: str, node: Node, *, hint: str | None = None) -> NoReturn:
    where = (node.position,) if node.position is not None else ()
    raise ConfigError(Diagnostic(id_, message, where, hint=hint))


def version_error(version: Any, node: Node | None, file: str, *, level: Severity = Severity.ERROR) -> Diagnostic:
    """Return the Diagnostic of a hiera.yaml whose version is not 5."""
    where = Position(file) if node is None or node.position is None else node.position
    found = "no version, which means 3" if node is None else f"version {inspect(version)}"
    return Diagnostic(
        "hiera-version",
        f"this hiera.yaml has {found}; allowed is 'version: 5' (a number)",
        (where,),
        hint="Puppet's documentation describes how to move to version 5",
        level=level,
    )

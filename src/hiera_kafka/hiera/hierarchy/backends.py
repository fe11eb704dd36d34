"""The functions that read data files, by the names hiera.yaml gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, Position, Severity
from hiera_kafka.hiera.formats import json_reader, yaml_reader
from hiera_kafka.hiera.formats.yaml_reader import Document
from hiera_kafka.hiera.hierarchy.config import LevelConfig
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import described


@dataclass(frozen=True, slots=True)
class Data:
    """What one data file holds.

    Attributes:
        entries: Root key to value.
        diagnostics: Warnings.
    """

    entries: dict[str, Node]
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How data files are read.

    Attributes:
        strict: Whether data that is no hash is an error.
        border: What files must lie in; None is no border.
        environment: Variables that references of HOCON fall back to.
    """

    strict: bool = False
    border: Border | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


Reader = Callable[[str, str, Manner], Data]
"""Takes the path, the name of the level, and the manner."""


def read_yaml_data(path: str, level: str, manner: Manner) -> Data:
    """Return the data of a YAML file.

    Raises:
        HieraError: When it cannot be read, is not YAML, or (strict) holds something else than a hash.
    """
    document = yaml_reader.load(path, level, border=manner.border)
    return yaml_hash(document, path, strict=manner.strict)


def yaml_hash(document: Document, path: str, *, strict: bool = False) -> Data:
    """Return what a YAML document holds as data.

    Raises:
        HieraError: `data-not-a-hash`, when it holds something else than a hash (strict).
    """
    root = document.root
    if root is not None and isinstance(root.data, dict):
        return Data(root.data, document.diagnostics)
    empty = root is None or root.data is None or root.data is False
    message = f"the file holds no hash but {'nothing' if root is None else described(root.data)}"
    where = Position(path) if root is None or root.position is None else root.position
    if strict and not empty:
        raise failure("data-not-a-hash", message, where, hint="data files are hashes of keys and values")
    warning = Diagnostic(
        "data-not-a-hash", message, (where,), level=Severity.WARNING, hint="Puppet reads it as empty and goes on"
    )
    return Data({}, (*document.diagnostics, warning))


def read_json_data(path: str, level: str, manner: Manner) -> Data:
    """Return the data of a JSON file.

    Raises:
        HieraError: When it cannot be read, is not JSON, or holds something else than a hash.
    """
    return json_hash(json_reader.load(path, level, manner.border), path)


def json_hash(root: Node, path: str) -> Data:
    """Return what a JSON text holds as data.

    Raises:
        HieraError: `data-type`, when it holds something else than a hash.
    """
    if not isinstance(root.data, dict):
        raise failure(
            "data-type", f"the file holds no object but {described(root.data)}", root.position or Position(path)
        )
    return Data(root.data)


def read_hocon_data(path: str, level: str, manner: Manner) -> Data:
    """Return the data of a HOCON file.

    Raises:
        HieraError: When it cannot be read or is not HOCON.
    """
    from hiera_kafka.hiera.formats import hocon_resolver  # noqa: PLC0415 - few hierarchies have such files

    document = hocon_resolver.load(path, level, border=manner.border, environment=manner.environment)
    return Data(document.root.data, document.diagnostics)


READERS: dict[tuple[str, str], Reader] = {
    ("data_hash", "yaml_data"): read_yaml_data,
    ("data_hash", "json_data"): read_json_data,
    ("data_hash", "hocon_data"): read_hocon_data,
    ("lookup_key", "eyaml_lookup_key"): read_yaml_data,
}
"""The built-in functions, by kind and name."""


BUILT_IN = [f"{kind}: {name}" for kind, name in READERS]
"""How hiera.yaml names the built-in functions."""


def reader_of(entry: LevelConfig) -> Reader | None:
    """Return the built-in function that reads the files of a level, None when it names another.

    Raises:
        HieraError: `data-location`, when the level has no location, or options that the function does not take.
    """
    reader = READERS.get((entry.function_kind, entry.function))
    if reader is None:
        return None
    options = bool(entry.options) and entry.function_kind == "data_hash"
    if entry.location_kind in {None, "uri", "uris"} or options:
        what = "has options" if options else "names no files"
        raise failure(
            "data-location",
            f"the level {entry.name!r} {what}, but {entry.function!r} needs path, paths, glob, globs or mapped_paths"
            + (" and takes no options" if options else ""),
            entry.position,
        )
    return reader

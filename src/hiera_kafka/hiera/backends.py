"""The functions that read data files, by the names hiera.yaml gives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hiera_kafka.errors import Diagnostic, Level, Position, nearest
from hiera_kafka.hiera import jsonfile, yamlfile
from hiera_kafka.hiera.config import Entry
from hiera_kafka.hiera.failures import ConfigError, failure
from hiera_kafka.hiera.node import Node
from hiera_kafka.hiera.ruby import class_name


@dataclass(frozen=True, slots=True)
class Data:
    """What one data file holds.

    Attributes:
        entries: Root key to value.
        diagnostics: Warnings.
    """

    entries: dict[str, Node]
    diagnostics: tuple[Diagnostic, ...] = ()


Reader = Callable[[str, str, bool], Data]
"""Takes the path, the name of the level, and whether data that is no hash is an error."""


def read_yaml_data(path: str, level: str, strict: bool) -> Data:
    """Return the data of a YAML file.

    Raises:
        HieraError: When it cannot be read, is not YAML, or (strict) holds something else than a hash.
    """
    document = yamlfile.load(path, level)
    root = document.root
    if root is not None and isinstance(root.data, dict):
        return Data(root.data, document.diagnostics)
    empty = root is None or root.data is None or root.data is False
    message = f"the file holds no hash but {'nothing' if root is None else class_name(root.data)}"
    where = Position(path) if root is None or root.position is None else root.position
    if strict and not empty:
        raise failure("data-not-a-hash", message, where, hint="data files are hashes of keys and values")
    warning = Diagnostic(
        "data-not-a-hash", message, (where,), level=Level.WARNING, hint="Puppet reads it as empty and goes on"
    )
    return Data({}, (*document.diagnostics, warning))


def read_json_data(path: str, level: str, strict: bool) -> Data:  # noqa: ARG001 - all readers are called alike
    """Return the data of a JSON file.

    Raises:
        HieraError: When it cannot be read, is not JSON, or holds something else than a hash.
    """
    root = jsonfile.load(path, level)
    if not isinstance(root.data, dict):
        raise failure(
            "data-type", f"the file holds no object but {class_name(root.data)}", root.position or Position(path)
        )
    return Data(root.data)


READERS: dict[str, Reader] = {"yaml_data": read_yaml_data, "json_data": read_json_data}
"""Functions of the kind `data_hash`."""


def reader_of(entry: Entry) -> Reader:
    """Return the function that reads the files of a level.

    Raises:
        ConfigError: `hiera-unknown-function`.
        HieraError: `data-location`, when the level has options or no location, which these functions do not take.
    """
    reader = READERS.get(entry.function) if entry.function_kind == "data_hash" else None
    if reader is None:
        known = sorted(READERS)
        guess = nearest(entry.function, known)
        where = () if entry.position is None else (entry.position,)
        raise ConfigError(
            Diagnostic(
                "hiera-unknown-function",
                f"the level {entry.name!r} is read by the {entry.function_kind} function {entry.function!r}, which is "
                f"not built in; built in are the data_hash functions {', '.join(known)}",
                where,
                hint=f"did you mean {guess!r}?" if guess else "convert the data to YAML or JSON",
            )
        )
    if entry.location_kind in {None, "uri", "uris"} or entry.options:
        what = "has options" if entry.options else "names no files"
        raise failure(
            "data-location",
            f"the level {entry.name!r} {what}, but {entry.function!r} needs path, paths, glob, globs or mapped_paths "
            "and takes no options",
            entry.position,
        )
    return reader

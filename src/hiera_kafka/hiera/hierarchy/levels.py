"""The levels of a hierarchy as one host sees them: which files, read by what."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, HieraError, Position
from hiera_kafka.hiera.hierarchy.backends import BUILT_IN, Data, Manner, Reader, reader_of
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.hierarchy.site_functions import Backend, function_of
from hiera_kafka.hiera.merging.interpolation import Context
from hiera_kafka.hiera.values.failures import ConfigError, failure
from hiera_kafka.hiera.values.keys import LookupKey
from hiera_kafka.hiera.values.node import MARK, Node

KEY_FILES = ("pkcs7_private_key", "pkcs7_public_key")
"""Options of a level that name files of keys."""


class Files:
    """Data files, each parsed once for each level that reads it; shared by all hosts.

    Attributes:
        manner: How they are read.
    """

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self._read: dict[tuple[Reader, str, str], Data | HieraError] = {}
        self._decrypting: dict[tuple[str, str, tuple[str, ...]], dict[str, Node]] = {}

    def data(self, reader: Reader, path: str, level: str) -> Data:
        """Return the data of a file.

        Raises:
            HieraError: When it cannot be read, the same each time.
        """
        key = (reader, path, level)
        found = self._read.get(key)
        if found is None:
            try:
                found = reader(path, level, self.manner)
            except HieraError as error:
                found = error
            self._read[key] = found
        if isinstance(found, HieraError):
            raise found
        return found

    def decrypting(self, path: str, entry: LevelConfig, extras: Extras, data: Data) -> dict[str, Node]:
        """Return the data of a file that may hold encrypted values; those are decrypted when they are looked up."""
        options = {name: extras.options.get(name) for name in (*KEY_FILES, *(f"{name}_env_var" for name in KEY_FILES))}
        which = (extras.base, *map(str, options.values()))
        found = self._decrypting.get((path, entry.name, which))
        if found is None:
            # Encrypted data is rare, and the import takes longer than many a lookup.
            from hiera_kafka.hiera.eyaml import ciphers, decrypting  # noqa: PLC0415

            border = self.manner.border
            keys = functools.cache(lambda: ciphers.read_keys(options, extras.base, entry.position, border=border))
            found = self._decrypting[path, entry.name, which] = decrypting.Decrypting(data.entries, keys)
        return found


@dataclass(frozen=True, slots=True)
class Extras:
    """What a level's function is given besides files.

    Attributes:
        base: Directory of hiera.yaml, where paths in options begin.
        options: Options of the function, interpolated.
        uris: What `uri` or `uris` stand for.
    """

    base: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    uris: tuple[str, ...] = ()


@dataclass(slots=True)
class Level:
    """One level for one host.

    Attributes:
        entry: What hiera.yaml says of it.
        paths: Its files in order; None stands for one that is missing.
        files: Where they are read.
        seen: Called with the warnings of each file, once.
        extras: What its function is given besides.
        outside: Paths and URIs that lead out of the repository; a level that has any is not read at all.
    """

    entry: LevelConfig
    paths: list[str | None]
    files: Files
    seen: Callable[[tuple[Diagnostic, ...]], None]
    extras: Extras = field(default_factory=Extras)
    outside: tuple[str, ...] = ()
    _data: list[dict[str, Node] | None] | None = None
    _backends: list[Backend | None] | None = None

    def data(self) -> list[dict[str, Node] | None]:
        """Return the hash of each file in order, None for a missing one; empty when a function answers key by key.

        Raises:
            HieraError: When a file cannot be read or lies outside the repository, or the level's function is not to be
                had.
        """
        border = self.files.manner.border
        if self.outside and border is not None:
            raise border.refusal(self.outside[0], self.entry.position)
        if self._data is None:
            if self.paths and not any(self.paths):
                self._data = [None] * len(self.paths)
            elif not self.paths and self.entry.location_kind not in {None, "uri", "uris"}:
                self._data = []
            else:
                reader = reader_of(self.entry)
                self._data = [] if reader is None else self._load(reader)
                self._backends = self._called() if reader is None else None
        return self._data

    def sources(self, key: LookupKey, asker: Context) -> Sequence[dict[str, Node] | None]:
        """Return what a key can be found in: the hash of each file in order, or what asks a function for the key.

        Raises:
            HieraError: As `data`.
        """
        data = self.data()
        if self._backends is None:
            return data
        segments = (key.root, *key.segments)
        return [None if backend is None else backend.source(segments, asker) for backend in self._backends]

    def _load(self, reader: Reader) -> list[dict[str, Node] | None]:
        loaded: list[dict[str, Node] | None] = []
        for path in self.paths:
            if path is None:
                loaded.append(None)
                continue
            data = self.files.data(reader, path, self.entry.name)
            self.seen(data.diagnostics)
            encrypted = self.entry.function_kind == "lookup_key"
            loaded.append(self.files.decrypting(path, self.entry, self.extras, data) if encrypted else data.entries)
        return loaded

    def _called(self) -> list[Backend | None]:
        function = function_of(self.entry, BUILT_IN)
        options, border = self.extras.options, self.files.manner.border
        if self.entry.location_kind is None:
            return [Backend(self.entry, function, options, border)]
        if self.entry.location_kind in {"uri", "uris"}:
            return [Backend(self.entry, function, {**options, "uri": uri}, border) for uri in self.extras.uris]
        return [
            None if path is None else Backend(self.entry, function, {**options, "path": path}, border)
            for path in self.paths
        ]


def value_of(data: dict[str, Node] | None, root: str) -> Node | None:
    """Return the value of a root key in one file, None when it is not there.

    Raises:
        HieraError: `data-type` when the value holds what a lookup must not return.
    """
    node = None if data is None else data.get(root)
    if node is not None and node.flaw is not None:
        raise failure(
            "data-type",
            f"the value of {root!r} holds {node.flaw}, which Puppet does not return from a lookup",
            node.position_of_flaw,
            hint="write it in quotes, which make text of it: values are text, numbers, true, false, null, lists and "
            "hashes, keys are text or numbers",
        )
    return node


def check_datadir(config: Config, entry: LevelConfig, border: Border | None = None) -> None:
    """Refuse a level whose data directory is missing, unless its name depends on the host or leads out of the border.

    Raises:
        ConfigError: `hiera-datadir-missing`.
    """
    directory = os.path.normpath(Path(config.root, entry.datadir))
    if border is not None and not border.holds(directory):
        return  # reading the level says so, whether there is such a directory or not
    if MARK in entry.datadir or Path(directory).is_dir() or entry.location_kind in {None, "uri", "uris"}:
        return
    where = () if entry.position is None else (entry.position,)
    raise ConfigError(
        Diagnostic(
            "hiera-datadir-missing",
            f"the data directory {entry.datadir!r} of the level {entry.name!r} does not exist",
            (*where, Position(directory)),
            hint="create it, or correct 'datadir', which is relative to the directory of hiera.yaml",
        )
    )

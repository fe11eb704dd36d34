"""The levels of a hierarchy as one host sees them: which files, read by what."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.errors import Diagnostic, HieraError, Position
from hiera_kafka.hiera.backends import ENCRYPTED, Data, Reader, reader_of
from hiera_kafka.hiera.config import Config, Entry
from hiera_kafka.hiera.failures import ConfigError, failure
from hiera_kafka.hiera.node import MARK, Node


class Files:
    """Data files, each parsed once for each level that reads it; shared by all hosts."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._read: dict[tuple[Reader, str, str], Data | HieraError] = {}

    def data(self, reader: Reader, path: str, level: str) -> Data:
        """Return the data of a file.

        Raises:
            HieraError: When it cannot be read, the same each time.
        """
        key = (reader, path, level)
        found = self._read.get(key)
        if found is None:
            try:
                found = reader(path, level, self._strict)
            except HieraError as error:
                found = error
            self._read[key] = found
        if isinstance(found, HieraError):
            raise found
        return found


@dataclass(slots=True)
class Level:
    """One level for one host.

    Attributes:
        entry: What hiera.yaml says of it.
        paths: Its files in order; None stands for one that is missing.
        files: Where they are read.
        seen: Called with the warnings of each file, once.
    """

    entry: Entry
    paths: list[str | None]
    files: Files
    seen: Callable[[tuple[Diagnostic, ...]], None]
    _data: list[dict[str, Node] | None] | None = None

    def data(self) -> list[dict[str, Node] | None]:
        """Return the hash of each file in order, None for a missing one.

        Raises:
            HieraError: When a file cannot be read, or the level's function is not to be had.
        """
        if self._data is None:
            if self.paths and not any(self.paths):
                self._data = [None] * len(self.paths)
            elif not self.paths and self.entry.location_kind not in {None, "uri", "uris"}:
                self._data = []
            else:
                self._data = self._load(reader_of(self.entry))
        return self._data

    def _load(self, reader: Reader) -> list[dict[str, Node] | None]:
        loaded: list[dict[str, Node] | None] = []
        for path in self.paths:
            if path is None:
                loaded.append(None)
                continue
            data = self.files.data(reader, path, self.entry.name)
            self.seen(data.diagnostics)
            loaded.append(data.entries)
        return loaded


def value_of(data: dict[str, Node] | None, root: str) -> Node | None:
    """Return the value of a root key in one file, None when it is not there.

    Raises:
        HieraError: `data-type` when the value holds what a lookup must not return, `eyaml-decrypt` when it is
            encrypted.
    """
    node = None if data is None else data.get(root)
    if node is not None and node.flaw == ENCRYPTED:
        raise failure(
            "eyaml-decrypt",
            f"the value of {root!r} is encrypted, and decrypting is not built in",
            node.position,
            hint="put the value in plain text into a data file that only this machine has, in a higher level",
        )
    if node is not None and node.flaw is not None:
        raise failure(
            "data-type",
            f"the value of {root!r} holds {node.flaw}, which Puppet does not return from a lookup",
            node.position,
            hint="data is made of text, numbers, true, false, null, lists, and hashes with text or numbers as keys",
        )
    return node


def check_datadir(config: Config, entry: Entry) -> None:
    """Refuse a level whose data directory is missing, unless its name depends on the host.

    Raises:
        ConfigError: `hiera-datadir-missing`.
    """
    directory = os.path.normpath(Path(config.root, entry.datadir))
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

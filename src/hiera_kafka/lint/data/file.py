"""A file of data as rules see it: its text, its lines, its values with places, its scalars as they are written."""

from __future__ import annotations

import functools
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, HieraError, Position
from hiera_kafka.hiera.formats import json_reader, yaml_source
from hiera_kafka.hiera.formats.yaml_source import Written
from hiera_kafka.hiera.hierarchy import backends
from hiera_kafka.hiera.hierarchy.backends import Data
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.text_files import read_text
from hiera_kafka.lint.data.excerpts import Excerpts
from hiera_kafka.source import Key

YAML_ENDINGS = (".yaml", ".yml", ".eyaml")
JSON_ENDINGS = (".json",)


@functools.lru_cache(maxsize=8192)  # several rules look at the texts of all files; each run has a border of its own
def _text_within(path: str, border: Border) -> str:
    return read_text(path, border)


def text_of(path: str, border: Border | None) -> str:
    """Return the text of a file; within a border, that is of one run, it is read once.

    Raises:
        HieraError: `file-unreadable`, `file-encoding`, `file-too-large` or `outside-repository`.
    """
    return read_text(path, border) if border is None else _text_within(path, border)


class DataFile:
    """One file; read and parsed when first asked for.

    Attributes:
        path: Absolute path.
        kind: What the file is for.
        border: What it must lie in to be read.
        reader: Name of the built-in function that reads it for a level; None where no level is known to.
    """

    DATA = "data"
    CONFIG = "hiera.yaml"
    INVENTORY = "inventory"

    def __init__(self, path: str, kind: str = DATA, border: Border | None = None, reader: str | None = None) -> None:
        self.path = path
        self.kind = kind
        self.border = border
        self.reader = reader

    def __repr__(self) -> str:
        return f"DataFile({self.path!r})"

    @classmethod
    def of(cls, path: str, text: str) -> DataFile:
        """Return a file that has another text than the one on the disk."""
        file = cls(path)
        file.__dict__["_read"] = (text, ())
        return file

    @cached_property
    def text(self) -> str:
        """The text; empty when the file cannot be read, which `diagnostics` then reports."""
        return self._read[0]

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends, counted as positions count them."""
        return self.text.split("\n")

    @property
    def root(self) -> Node | None:
        """The value of its first document, None when there is none or it cannot be parsed."""
        return self._parsed[0]

    @property
    def written(self) -> tuple[Written, ...]:
        """Its scalars in the order of the text; none for JSON."""
        return self._parsed[1]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What reading and parsing had to say."""
        return self._parsed[2]

    @cached_property
    def excerpts(self) -> Excerpts:
        """Its lines as outputs may show them."""
        return Excerpts(self.text, self.root, self.written)

    @property
    def entries(self) -> dict[str, Node]:
        """Root key to value; empty when the file holds no hash. Keys that are no text, or secrets, are left out."""
        if self.root is None or not isinstance(self.root.data, dict):
            return {}
        secret = self.root.secret_keys
        return {key: node for key, node in self.root.data.items() if isinstance(key, str) and key not in secret}

    def key_position(self, *path: Key) -> Position:
        """Return where the last key of `path` is written, or the value that holds it where that is not known."""
        node, where = self.root, Position(self.path)
        for key in path:
            if node is None:
                break
            at = (node.keys or {}).get(key)
            where = (at.position if at is not None else node.position) or where
            data = node.data
            if isinstance(data, dict):
                node = data.get(key)
            else:
                node = data[key] if isinstance(data, list) and isinstance(key, int) and key < len(data) else None
        return where

    def position(self, item: Written) -> Position:
        """Return where a scalar begins."""
        return Position(self.path, item.line, item.column)

    def source(self, item: Written) -> str | None:
        """Return a scalar as it is written, quotes included; None when it spans lines."""
        if item.line != item.end_line or item.line > len(self.lines):
            return None
        return self.lines[item.line - 1][item.column - 1 : item.end_column - 1]

    @cached_property
    def _read(self) -> tuple[str, tuple[Diagnostic, ...]]:
        try:
            return text_of(self.path, self.border), ()
        except HieraError as error:
            return "", error.diagnostics

    @cached_property
    def _parsed(self) -> tuple[Node | None, tuple[Written, ...], tuple[Diagnostic, ...]]:
        text, failed = self._read
        if failed:
            return None, (), failed
        try:
            if self.reader == "hocon_data":
                from hiera_kafka.hiera.formats import hocon_resolver  # noqa: PLC0415 - few hierarchies have such files

                read = hocon_resolver.load(self.path, border=self.border, environment={})
                return read.root, (), read.diagnostics
            if self.reader == "json_data" or (self.reader is None and Path(self.path).suffix in JSON_ENDINGS):
                root = json_reader.load(self.path, border=self.border)
                return root, (), () if self.reader is None else _objection(lambda: backends.json_hash(root, self.path))
            document, scalars = yaml_source.parse(text, self.path)
        except HieraError as error:
            return None, (), error.diagnostics
        if self.reader is None:
            return document.root, scalars, document.diagnostics
        return document.root, scalars, _objection(lambda: backends.yaml_hash(document, self.path))


def _objection(read: Callable[[], Data]) -> tuple[Diagnostic, ...]:
    """Return what a level has to say of what a file holds."""
    try:
        return read().diagnostics
    except HieraError as error:
        return error.diagnostics

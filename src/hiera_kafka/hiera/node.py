"""A value of a data file together with where each part of it was written.

Merging and interpolation work on Nodes, so that origins need no bookkeeping of their own: a merged hash is a new Node
over the same children. Nodes are never changed once built; `plain` values are shared between lookups.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from hiera_kafka.errors import Position
from hiera_kafka.hiera.ruby import OddKey, Symbol
from hiera_kafka.hiera.traces import Children, KeyOrigins
from hiera_kafka.source import Key, Kind, Origin, Trace

MARK = "%{"
"""What starts an interpolation."""


@dataclass(frozen=True, slots=True)
class Source:
    """A data file as one hierarchy level reads it."""

    file: str
    level: str | None = None


class Place(NamedTuple):
    """Where something stands; line and column count from 1."""

    source: Source
    line: int
    column: int

    @property
    def position(self) -> Position:
        """The same without the level."""
        return Position(self.source.file, self.line, self.column)

    def origin(self, path: tuple[Key, ...]) -> Origin:
        """Return the origin of data that stands here, at `path` of its value."""
        return Origin(Kind.DATA, self.position, self.source.level, path)


class SecretPlace(Place):
    """Where a secret stands, such as a value that was decrypted."""

    __slots__ = ()

    def origin(self, path: tuple[Key, ...]) -> Origin:
        """Return the origin of a secret that stands here."""
        return replace(Place.origin(self, path), secret=True)


class Input(NamedTuple):
    """What an interpolation looked up, and the key path it has there."""

    node: Node
    path: tuple[Key, ...] = ()


class Node:
    """One value.

    Attributes:
        data: A scalar, a list of Nodes or a dict of Nodes.
        at: Where it stands, or its Origin when it stands in no file.
        keys: Where each key of a hash stands; may lack keys of hashes that stand in no file.
        inputs: What was looked up to make it, when it was interpolated.
        live: Whether any text in it holds an interpolation.
        flaw: What in it no lookup may return (a symbol, a key that is true), None when all is well.
    """

    __slots__ = ("_plain", "at", "data", "flaw", "inputs", "keys", "live")

    def __init__(
        self,
        data: Any,
        at: Place | Origin,
        keys: Mapping[Any, Place | Origin] | None = None,
        inputs: tuple[Input, ...] = (),
    ) -> None:
        self.data = data
        self.at = at
        self.keys = keys
        self.inputs = inputs
        self.flaw: str | None = None
        self._plain: Any = None
        kind = type(data)
        if kind is str:
            self.live = MARK in data
        elif kind is dict:
            self.live = False
            for key, child in data.items():
                if child.live or (type(key) is str and MARK in key):
                    self.live = True
                if child.flaw is not None:
                    self.flaw = child.flaw
                elif type(key) is OddKey:
                    self.flaw = f"a hash with the key {key.text}"
        elif kind is list:
            self.live = any(child.live for child in data)
            self.flaw = next((child.flaw for child in data if child.flaw is not None), None)
        else:
            self.live = False
            if kind is Symbol and data.name not in {"default", "undef"}:
                self.flaw = f"the symbol :{data.name}"

    @property
    def plain(self) -> Any:
        """The value as plain Python, the same object each time; not to be changed."""
        data = self.data
        kind = type(data)
        if kind is not dict and kind is not list:
            return data
        if self._plain is None:
            if kind is list:
                self._plain = [child.plain for child in data]
            elif self.flaw is None:
                self._plain = {key: child.plain for key, child in data.items()}
            else:
                self._plain = {_plain_key(key): child.plain for key, child in data.items()}
        return self._plain

    @property
    def position(self) -> Position | None:
        """Where it stands in a file, None when it stands in none."""
        return self.at.position

    def origin(self, path: tuple[Key, ...] = ()) -> Origin:
        """Return where this value, found at `path`, came from."""
        own = self.at.origin(path) if isinstance(self.at, Place) else self.at
        if not self.inputs:
            return own
        inputs = (own, *(node.origin(found) for node, found in self.inputs))
        # What a list or hash holds is judged value by value; put into a text it makes the text a secret.
        secret = type(self.data) not in {dict, list} and any(node.is_secret for node, _ in self.inputs)
        return Origin(Kind.DERIVED, own.position, own.level, path, "interpolation", inputs, secret)

    @property
    def is_secret(self) -> bool:
        """Whether this value, anything in it, or anything that it was made of is marked as a secret."""
        if self.at.is_secret if isinstance(self.at, Origin) else isinstance(self.at, SecretPlace):
            return True
        children = self.data.values() if type(self.data) is dict else self.data if type(self.data) is list else ()
        return any(child.is_secret for child in children) or any(node.is_secret for node, _ in self.inputs)

    def trace(self, path: tuple[Key, ...] = ()) -> Trace:
        """Return the origins of this value and all in it, in the value's own shape."""
        if type(self.data) is dict:
            return Trace(self.origin(path), Children(self.data, path), KeyOrigins(self.keys or {}, path))
        if type(self.data) is list:
            return Trace(self.origin(path), Children(dict(enumerate(self.data)), path))
        return Trace(self.origin(path))

    @classmethod
    def of(cls, value: Any, origin: Origin) -> Node:
        """Return the Node of a plain value, all of one origin."""
        if isinstance(value, Mapping):
            return cls({key: cls.of(item, origin) for key, item in value.items()}, origin)
        if isinstance(value, list | tuple):
            return cls([cls.of(item, origin) for item in value], origin)
        return cls(value, origin)


def _plain_key(key: Any) -> Any:
    """Return a key as plain Python; lists and hashes stay wrapped, since Python has no such keys."""
    if type(key) is OddKey:
        return key if isinstance(key.value, dict | list) else key.value
    return key

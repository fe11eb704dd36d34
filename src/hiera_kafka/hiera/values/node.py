"""A value of a data file together with where each part of it was written.

Merging and interpolation work on Nodes, so that origins need no bookkeeping of their own: a merged hash is a new Node
over the same children. Nodes are never changed once built; `plain` values are shared between lookups.

What stands below the name of a secret is one by its key path. A value that leaves that path, through an interpolation,
an alias or a reference, is marked: its place says from then on that a secret stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from hiera_kafka.errors import Position
from hiera_kafka.hiera.values.places import Place, secret_place
from hiera_kafka.hiera.values.ruby import OddKey, Symbol
from hiera_kafka.hiera.values.secret_names import hides, is_secret_path
from hiera_kafka.hiera.values.traces import Children, KeyOrigins
from hiera_kafka.source import Key, Origin, OriginKind, Trace

MARK = "%{"
"""What starts an interpolation."""


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

    @property
    def position_of_flaw(self) -> Position | None:
        """Where what `flaw` tells of stands in a file; None where it stands in none, or there is no flaw."""
        if self.flaw is None:
            return None
        inside = self.data if type(self.data) is list else self.data.values() if type(self.data) is dict else ()
        # Of several, `flaw` names one; a hash that holds none in its values has it as a key.
        flawed: Node | None = next((child for child in inside if child.flaw == self.flaw), None)
        if flawed is not None:
            return flawed.position_of_flaw
        at: Place | Origin = next((at for key, at in (self.keys or {}).items() if type(key) is OddKey), self.at)
        return at.position

    def origin(self, path: tuple[Key, ...] = (), *, secret: bool | None = None) -> Origin:
        """Return where this value came from.

        Args:
            path: The key path that it was found at.
            secret: Whether that path leads to a secret; None looks at its names.
        """
        if secret is None:
            secret = is_secret_path(path)
        if isinstance(self.at, Place):
            own = self.at.origin(path, secret=secret)
        else:
            own = replace(self.at, secret=True) if secret and not self.at.secret else self.at
        if not self.inputs:
            return own
        inputs = (own, *(node.origin(found) for node, found in self.inputs))
        return Origin(OriginKind.DERIVED, own.position, own.level, path, "interpolation", inputs)

    def holds_secret(self, around: object = None) -> bool:
        """Whether this value, or anything in it, is a secret; `around` is its own key."""
        if self.at.secret:
            return True
        if type(self.data) is dict:
            return bool(self.secret_keys) or any(
                hides(key, around) or child.holds_secret(key) for key, child in self.data.items()
            )
        return type(self.data) is list and any(child.holds_secret(around) for child in self.data)

    @property
    def secret_keys(self) -> tuple[Any, ...]:
        """The keys of a hash that a secret was put into; not those that merely name one."""
        return tuple(key for key, at in (self.keys or {}).items() if at.secret)

    def marked(self) -> Node:
        """Return this value with it and everything in it marked as secret; keys of hashes stay as they are."""
        data = self.data
        if type(data) is dict:
            data = {key: child.marked() for key, child in data.items()}
        elif type(data) is list:
            data = [child.marked() for child in data]
        elif self.at.secret:
            return self
        made = Node(data, secret_place(self.at), self.keys, self.inputs)
        made.live = self.live
        return made

    def trace(self, path: tuple[Key, ...] = (), *, secret: bool | None = None) -> Trace:
        """Return the origins of this value and all in it, in the value's own shape; arguments as of `origin`."""
        if secret is None:
            secret = is_secret_path(path)
        origin = self.origin(path, secret=secret)
        if type(self.data) is dict:
            keys = self.keys or {}
            return Trace(origin, Children(self.data, path, keys, secret=secret), KeyOrigins(keys, path))
        if type(self.data) is list:
            return Trace(origin, Children(dict(enumerate(self.data)), path, {}, secret=secret))
        return Trace(origin)

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

"""Origins of large values, made when they are asked for.

A site has thousands of brokers below one key, and a host asks for the origins of a few of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from hiera_kafka.hiera.values.places import Place
from hiera_kafka.hiera.values.secret_names import MASK, hides
from hiera_kafka.source import Key, Origin, Trace


class Traceable(Protocol):
    """A value that has a Trace: a Node, which is made of these."""

    def trace(self, path: tuple[Key, ...] = (), *, secret: bool | None = None) -> Trace:
        """Return the origins of the value and all in it, found at a path that may lead to a secret."""


class Children(Mapping[Key, Trace]):
    """The Traces of what a hash or list holds, each made once, by key or index."""

    __slots__ = ("_keys", "_made", "_nodes", "_path", "_secret")

    def __init__(
        self, nodes: Mapping[Any, Traceable], path: tuple[Key, ...], keys: Mapping[Any, Place | Origin], *, secret: bool
    ) -> None:
        """Take the values by key, the path that leads here, where the keys stand, and whether all of it is secret."""
        self._nodes = nodes
        self._path = path
        self._keys = keys
        self._secret = secret
        self._made: dict[Key, Trace] = {}

    def __getitem__(self, key: Key) -> Trace:
        made = self._made.get(key)
        if made is None:
            node = self._nodes[key]
            secret = self._secret or hides(key, self._path[-1] if self._path else None)
            made = self._made[key] = node.trace(_below(self._path, key, self._keys.get(key)), secret=secret)
        return made

    def __contains__(self, key: object) -> bool:
        return key in self._nodes

    def __iter__(self) -> Iterator[Key]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def __repr__(self) -> str:
        return f"Children({list(self._nodes)!r})"


class KeyOrigins(Mapping[Key, Origin]):
    """Where the keys of a hash stand."""

    __slots__ = ("_path", "_places")

    def __init__(self, places: Mapping[Any, Place | Origin], path: tuple[Key, ...]) -> None:
        self._places = places
        self._path = path

    def __getitem__(self, key: Key) -> Origin:
        place = self._places[key]
        return place if isinstance(place, Origin) else place.origin(_below(self._path, key, place))

    @property
    def secret_keys(self) -> tuple[Key, ...]:
        """The keys that a secret was put into."""
        return tuple(key for key, place in self._places.items() if place.secret)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return f"KeyOrigins({list(self._places)!r})"


def _below(path: tuple[Key, ...], key: Key, at: Place | Origin | None) -> tuple[Key, ...]:
    """Return the path of a key; one that a secret was put into is no part of a path that people see."""
    return (*path, MASK if at is not None and at.secret else key)

"""Where a value came from.

Values stay plain; a Trace of the same shape stands beside them. `trace.at("brokers", "k1", "id")` answers for any leaf.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hiera_kafka.errors import Position

Key = str | int


class OriginKind(enum.StrEnum):
    """How a value came to be."""

    DATA = "data"  # read from a data file
    DEFAULT = "default"  # from a table of defaults; `rule` names the table and entry
    DERIVED = "derived"  # computed; `rule` says how, `inputs` from what
    GIVEN = "given"  # passed in by the caller: scope, inventory file, command line
    TEMPLATE = "template"  # literal text of a template


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one value came from.

    Attributes:
        kind: How it came to be.
        position: File, line and column, when it stands in a file.
        level: Name of the hierarchy level that held it (Puppet's "hierarchy entry"), data only.
        path: Key path from the root key, for instance `("kafka_clusters", "main", "brokers")`.
        rule: Name of the default table's entry, or of the derivation.
        inputs: Origins of the values that a derived value was computed from.
        secret: Whether the value must be masked wherever it is shown. Decided when the origin is made: by the names of
            the key path, by what the value is, or by what it was derived from, which `inputs` say.
    """

    kind: OriginKind
    position: Position | None = None
    level: str | None = None
    path: tuple[Key, ...] = ()
    rule: str | None = None
    inputs: tuple[Origin, ...] = ()
    secret: bool = False

    def __post_init__(self) -> None:
        if self.inputs and not self.secret and any(origin.secret for origin in self.inputs):
            object.__setattr__(self, "secret", True)

    @property
    def is_secret(self) -> bool:
        """Whether this, or anything that it was derived from, is a secret."""
        return self.secret

    @classmethod
    def default(cls, rule: str) -> Origin:
        """Return the origin of a value from a table of defaults."""
        return cls(OriginKind.DEFAULT, rule=rule)

    @classmethod
    def derived(cls, rule: str, *inputs: Origin) -> Origin:
        """Return the origin of a value computed from others."""
        return cls(OriginKind.DERIVED, rule=rule, inputs=inputs)

    @classmethod
    def given(cls, rule: str, position: Position | None = None) -> Origin:
        """Return the origin of a value that the caller passed in."""
        return cls(OriginKind.GIVEN, position=position, rule=rule)

    def positions(self) -> tuple[Position, ...]:
        """Return every place in files that this value rests on, without duplicates, in order."""
        found: dict[Position, None] = {}
        for origin in self.walk():
            if origin.position is not None:
                found.setdefault(origin.position)
        return tuple(found)

    def walk(self) -> Iterator[Origin]:
        """Yield this origin and, depth first, all that it was derived from."""
        yield self
        for origin in self.inputs:
            yield from origin.walk()

    def text(self, base: str | None = None) -> str:
        """Return one line that says where the value came from."""
        place = self.position.text(base) if self.position else None
        if self.kind is OriginKind.DATA:
            level = f" (level {self.level!r})" if self.level else ""
            return f"{place or 'data'}{level}"
        if self.kind is OriginKind.TEMPLATE:
            return f"template {place or self.rule}"
        words = f"{self.kind}: {self.rule}"
        if self.inputs:
            words += f", from {'; '.join(origin.text(base) for origin in self.inputs)}"
        return f"{words}, {place}" if place else words

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form."""
        found: dict[str, Any] = {"kind": str(self.kind)}
        if self.position is not None:
            found |= {"file": self.position.file, "line": self.position.line, "column": self.position.column}
        if self.level is not None:
            found["level"] = self.level
        if self.path:
            found["path"] = list(self.path)
        if self.rule is not None:
            found["rule"] = self.rule
        if self.inputs:
            found["inputs"] = [origin.to_dict() for origin in self.inputs]
        return found


@dataclass(frozen=True, slots=True)
class Trace:
    """Origins of a value of any shape: its own, and one Trace per key of a hash or index of a list.

    A key without a Trace of its own came from where its parent did.
    """

    origin: Origin
    children: Mapping[Key, Trace] = field(default_factory=dict)
    keys: Mapping[Key, Origin] = field(default_factory=dict)

    def at(self, *path: Key) -> Origin:
        """Return the origin of the value at `path`, or of the nearest value around it."""
        node = self
        for key in path:
            child = node.children.get(key)
            if child is None:
                break
            node = child
        return node.origin

    def sub(self, *path: Key) -> Trace:
        """Return the Trace below `path`; where it ends early, one of the nearest origin without children."""
        node = self
        for key in path:
            child = node.children.get(key)
            if child is None:
                return Trace(node.origin)
            node = child
        return node

    def key(self, *path: Key) -> Origin:
        """Return where the last key of `path` itself was written (a value's key may stand on another line)."""
        parent = self.sub(*path[:-1])
        return parent.keys.get(path[-1], self.at(*path))

    @property
    def secret_keys(self) -> tuple[Key, ...]:
        """The keys of a hash that a secret was put into; not those that merely name one."""
        # Large hashes know it without an Origin for each key.
        known: tuple[Key, ...] | None = getattr(self.keys, "secret_keys", None)
        return tuple(key for key, origin in self.keys.items() if origin.secret) if known is None else known

    @property
    def holds_secret(self) -> bool:
        """Whether the value, or anything in it, is a secret."""
        return (
            self.origin.secret or bool(self.secret_keys) or any(child.holds_secret for child in self.children.values())
        )

    def leaves(self, prefix: tuple[Key, ...] = ()) -> Iterator[tuple[tuple[Key, ...], Origin]]:
        """Yield path and origin of each leaf."""
        if not self.children:
            yield prefix, self.origin
        for key, child in self.children.items():
            yield from child.leaves((*prefix, key))

"""HOCON as it is written: objects with all definitions of each key, and references that are not resolved yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hiera_kafka.hiera.values.places import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number, true, false or null; `text` is what it adds to a longer text."""

    value: Any
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Reference:
    """`${path}`, or `${?path}`, which may be missing."""

    path: tuple[str, ...]
    optional: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple[Value, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Joined:
    """Values that stand side by side: texts become one text, lists one list, objects one object."""

    pieces: tuple[Value, ...]
    place: Place


@dataclass(slots=True, eq=False)
class Field:
    """One key of an object.

    Attributes:
        place: Where it stands last.
        rank: Its place in the order of keys.
        definitions: All it was set to, in order; the last one counts most.
    """

    place: Place
    rank: int
    definitions: list[Value] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Table:
    """An object."""

    place: Place
    fields: dict[str, Field] = field(default_factory=dict)
    _first: int = 0
    _last: int = 0

    def ordered(self) -> list[tuple[str, Field]]:
        """Return the keys in the order that Ruby's hocon gives them: of merged objects, the later one's first."""
        return sorted(self.fields.items(), key=lambda item: item[1].rank)

    def define(self, path: tuple[str, ...], value: Value, place: Place) -> None:
        """Give the key at `path` another definition, which objects on the way and at its end are merged with."""
        name, rest = path[0], path[1:]
        if rest:
            inner = Table(place)
            inner.define(rest, value, place)
            value = inner
        known = self.fields.get(name)
        if known is None:
            known = self.fields[name] = Field(place, self._last)
            self._last += 1
        known.place = place
        last = known.definitions[-1] if known.definitions else None
        if isinstance(value, Table) and isinstance(last, Table):
            last.merge(value)
            last.place = value.place
        else:
            known.definitions.append(value)

    def merge(self, other: Table) -> None:
        """Take the definitions of another object over one's own."""
        self._first -= len(other.fields)
        for at, (name, theirs) in enumerate(other.ordered()):
            for definition in theirs.definitions:
                self.define((name,), definition, theirs.place)
            self.fields[name].rank = self._first + at


Value = Scalar | Reference | Listing | Joined | Table

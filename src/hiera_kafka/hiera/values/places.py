"""Where values and keys of data files stand, and whether a secret stands there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from hiera_kafka.errors import Position
from hiera_kafka.source import Key, Origin, OriginKind


@dataclass(frozen=True, slots=True)
class LevelFile:
    """A data file as one hierarchy level reads it."""

    file: str
    level: str | None = None


class Place(NamedTuple):
    """Where something stands; line and column count from 1."""

    source: LevelFile
    line: int
    column: int

    @property
    def secret(self) -> bool:
        """Whether what stands here is a secret whatever its key path says, as of an Origin."""
        return False

    @property
    def position(self) -> Position:
        """The same without the level."""
        return Position(self.source.file, self.line, self.column)

    def origin(self, path: tuple[Key, ...], *, secret: bool = False) -> Origin:
        """Return the origin of data that stands here, at `path` of its value."""
        return Origin(OriginKind.DATA, self.position, self.source.level, path, secret=secret)


class SecretPlace(Place):
    """Where a secret stands whatever its key path says, such as a value that was decrypted or interpolated."""

    __slots__ = ()

    @property
    def secret(self) -> bool:
        """It is."""
        return True

    def origin(self, path: tuple[Key, ...], *, secret: bool = True) -> Origin:  # noqa: ARG002 - it always is
        """Return the origin of a secret that stands here."""
        return Place.origin(self, path, secret=True)


def secret_place(at: Place | Origin) -> Place | Origin:
    """Return the same place as that of a secret."""
    if at.secret:
        return at
    return replace(at, secret=True) if isinstance(at, Origin) else SecretPlace(*at)

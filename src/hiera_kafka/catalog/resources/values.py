"""Values on their way into a file; each carries its Origin, so that every rendered line can say where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.source import Origin

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Value:
    """One value on its way into a file.

    Attributes:
        data: The plain value.
        origin: Where it came from.
        secret: Whether it must be masked in every output but the file itself; always when its origin says so.
    """

    data: Plain
    origin: Origin
    secret: bool = False

    def __post_init__(self) -> None:
        if not self.secret and self.origin.is_secret:
            object.__setattr__(self, "secret", True)

    def __repr__(self) -> str:
        return f"Value(data={self.shown()!r}, origin={self.origin!r}, secret={self.secret!r})"

    def shown(self) -> Plain:
        """Return the value, or the mask when it is secret."""
        return MASK if self.secret else self.data


@dataclass(frozen=True, slots=True)
class Setting:
    """One `name = value` of a configuration file."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """Settings that belong together in a file, below one comment."""

    title: str
    settings: tuple[Setting, ...]


Context = Value | tuple[Value, ...] | tuple[Setting, ...] | tuple[SettingGroup, ...] | tuple[str, ...] | str
"""What a template is given under one name."""

"""Reads an answer of a host field by field: hosts are not trusted, so what has another form than agreed is refused."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from hiera_kafka.text import one_line, printable

_MOST = 100_000
"""Entries of a list or an object."""
_LINE = 4096
"""Characters of one value that are read; paths of Linux have no more."""
_LINES = 64 * 1024
_LARGEST = 2**63


class OddError(Exception):
    """A field that has another form than agreed; says which and what is allowed."""


class Fields:
    """An object of an answer.

    Args:
        value: What JSON has there.
        path: Where it stands, for messages: `facts.clock`.
    """

    def __init__(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise OddError(f"{path} is no object")
        if len(value) > _MOST:
            raise OddError(f"{path} has more than {_MOST} entries")
        self._value: Mapping[str, Any] = value
        self._path = path

    def __contains__(self, name: str) -> bool:
        return name in self._value

    def items(self) -> Iterable[tuple[str, Any]]:
        """Return its entries, none of them checked."""
        return self._value.items()

    def objects(self, name: str) -> dict[str, Fields]:
        """Return an object of objects; empty where it is missing."""
        return {one_line(key): Fields(value, f"{self._at(name)}.{key}") for key, value in self._items(name)}

    def fields(self, name: str) -> Fields | None:
        """Return an object, None where it is missing or null."""
        value = self._value.get(name)
        return None if value is None else Fields(value, self._at(name))

    def listed(self, name: str) -> list[Fields]:
        """Return a list of objects; empty where it is missing."""
        return [Fields(value, f"{self._at(name)}[{index}]") for index, value in enumerate(self._list(name))]

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts of one line each; empty where it is missing."""
        return tuple(_line(value, f"{self._at(name)}[{index}]") for index, value in enumerate(self._list(name)))

    def lists(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return an object of lists of texts of one line each; empty where it is missing."""
        entries = self.fields(name)
        return {} if entries is None else {one_line(key): entries.texts(key) for key, _ in entries.items()}

    def rows(self, name: str, width: int) -> list[list[Any]]:
        """Return a list of lists of `width` values, none of them checked; empty where it is missing."""
        rows = self._list(name)
        if any(not isinstance(row, list) or len(row) != width for row in rows):
            raise OddError(f"{self._at(name)} is no list of lists of {width}")
        return rows

    def words(self, name: str) -> dict[str, str]:
        """Return an object of texts of one line each; empty where it is missing."""
        return {_line(key, self._at(name)): _line(value, f"{self._at(name)}.{key}") for key, value in self._items(name)}

    def flags(self, name: str) -> dict[str, bool]:
        """Return an object of true and false; empty where it is missing."""
        return {one_line(key): _flag(value, f"{self._at(name)}.{key}") for key, value in self._items(name)}

    def counts(self, name: str) -> dict[str, int | None]:
        """Return an object of counts or null; empty where it is missing."""
        return {
            one_line(key): None if value is None else count(value, f"{self._at(name)}.{key}")
            for key, value in self._items(name)
        }

    def text(self, name: str) -> str:
        """Return a text of one line."""
        return _line(self._value.get(name), self._at(name))

    def paragraph(self, name: str) -> str:
        """Return a text of several lines."""
        value = self._value.get(name)
        if not isinstance(value, str):
            raise OddError(f"{self._at(name)} is no text")
        return printable(value[:_LINES])

    def text_or_none(self, name: str) -> str | None:
        """Return a text of one line, or None for null."""
        return None if self._value.get(name) is None else self.text(name)

    def count(self, name: str) -> int:
        """Return a number that counts something."""
        return count(self._value.get(name), self._at(name))

    def count_or_none(self, name: str) -> int | None:
        """Return a number that counts something, or None for null."""
        return None if self._value.get(name) is None else self.count(name)

    def number(self, name: str) -> float:
        """Return a finite number."""
        value = self._value.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not -_LARGEST < value < _LARGEST:
            raise OddError(f"{self._at(name)} is no finite number")
        found = float(value)
        if not math.isfinite(found):
            raise OddError(f"{self._at(name)} is no finite number")
        return found

    def number_or_none(self, name: str) -> float | None:
        """Return a finite number, or None for null."""
        return None if self._value.get(name) is None else self.number(name)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        return _flag(self._value.get(name), self._at(name))

    def flag_or_none(self, name: str) -> bool | None:
        """Return true or false, or None for null."""
        return None if self._value.get(name) is None else self.flag(name)

    def _items(self, name: str) -> list[tuple[str, Any]]:
        value = self._value.get(name)
        return [] if value is None else [*Fields(value, self._at(name)).items()]

    def _list(self, name: str) -> list[Any]:
        value = self._value.get(name, [])
        if not isinstance(value, list) or len(value) > _MOST:
            raise OddError(f"{self._at(name)} is no list of at most {_MOST} entries")
        return value

    def _at(self, name: str) -> str:
        return f"{self._path}.{name}"


def count(value: Any, where: str) -> int:
    """Return a value that is a whole number from 0 on, such as a size in bytes."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2 * _LARGEST:
        raise OddError(f"{where} is no count")
    return value


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise OddError(f"{where} is neither true nor false")
    return value


def _line(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise OddError(f"{where} is no text")
    return one_line(value[:_LINE])

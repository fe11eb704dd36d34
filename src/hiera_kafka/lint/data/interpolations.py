"""The interpolations of a data file or hiera.yaml, found without looking anything up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.merging.interpolation import METHODS
from hiera_kafka.hiera.values import keys
from hiera_kafka.hiera.values.node import MARK
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.source import Key

LOOKUPS = ("lookup", "hiera", "alias")
"""Functions that look a key up."""

_EXPRESSION = re.compile(r"%\{([^}]*)\}")
_METHOD = re.compile(r"""(\w+)\((?:"([^"]+)"|'([^']+)')\)""", re.ASCII)
_CALL = re.compile(r"(\w+)\s*\(.*\)?", re.ASCII | re.DOTALL)
_EMPTY = {"", "::", '""', "''", '"::"', "'::'"}


class Expression(NamedTuple):
    """One `%{...}`.

    Attributes:
        text: All of it.
        function: Name of the function, also of one that does not exist; None for a variable.
        argument: Argument of the function, or the variable as written; empty for an empty expression.
        broken: Whether it looks like a call and is none, so that it is taken for a variable.
        alone: Whether it is the whole text.
        position: Where the text that holds it begins.
        path: Key path of that text in its file.
    """

    text: str
    function: str | None
    argument: str
    broken: bool
    alone: bool
    position: Position
    path: tuple[Key | None, ...]

    @property
    def root(self) -> str | None:
        """The key that is looked up or the variable's name, without what is dug out of it; None when there is none."""
        try:
            first = keys.split(self.argument)[0]
        except HieraError:
            return None
        return first if isinstance(first, str) else None


def expressions(file: DataFile) -> Iterator[Expression]:
    """Yield every interpolation of a file; keys at the root are left out, since Hiera does not interpolate them."""
    if MARK not in file.text:
        return
    for item in file.written:
        if MARK not in item.text or (item.is_key and len(item.path) == 1):
            continue
        for match in _EXPRESSION.finditer(item.text):
            yield _expression(match, item.text, file.position(item), item.path)


def unclosed(file: DataFile) -> Iterator[Position]:
    """Yield where texts begin that hold `%{` without `}`."""
    if MARK not in file.text:
        return
    for item in file.written:
        if MARK in _EXPRESSION.sub("\0", item.text):
            yield file.position(item)


def _expression(match: re.Match[str], text: str, position: Position, path: tuple[Key | None, ...]) -> Expression:
    inner = match.group(1).strip()
    alone = match.group() == text
    call = _METHOD.fullmatch(inner)
    if call is not None:
        argument = call.group(2) or call.group(3)
        return Expression(match.group(), call.group(1), argument, False, alone, position, path)
    argument = "" if inner in _EMPTY else inner
    loose = _CALL.fullmatch(inner)
    broken = loose is not None and ("(" in inner) and (loose.group(1) in METHODS or inner.endswith(")"))
    return Expression(match.group(), None, argument, broken, alone, position, path)

"""What a lookup found."""

from __future__ import annotations

import functools
from typing import Any

from hiera_kafka.errors import Diagnostic
from hiera_kafka.hiera import keys
from hiera_kafka.hiera.node import Node
from hiera_kafka.source import Trace


class Found:
    """A value and where all of it came from.

    Attributes:
        key: The key that was found, as asked for.
        diagnostics: Warnings of this lookup, such as unknown variables.
    """

    def __init__(self, key: str, node: Node, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        self.key = key
        self.diagnostics = diagnostics
        self._node = node

    def __repr__(self) -> str:
        return f"Found({self.key!r})"

    @property
    def value(self) -> Any:
        """The value as plain Python. Lookups share it: copy it before changing anything in it."""
        return self._node.plain

    @functools.cached_property
    def trace(self) -> Trace:
        """Origins in the shape of the value, made when first asked for."""
        return self._node.trace(keys.split(self.key))

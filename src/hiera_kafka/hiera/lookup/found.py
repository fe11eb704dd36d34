"""What a lookup found."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Protocol

from hiera_kafka.errors import Diagnostic
from hiera_kafka.hiera.values import keys
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.secret_names import is_secret_path
from hiera_kafka.source import Key, Origin, Trace


class Explained(Protocol):
    """Why a lookup answers what it does: what users of an Explanation need, which holds a Found itself."""

    def text(self, base: str | None = None, *, secrets: bool = False, options_only: bool = False) -> str:
        """Return the steps as text; see `Explanation.text`."""

    def to_dict(self, *, secrets: bool = False, options_only: bool = False) -> dict[str, Any]:
        """Return a JSON-able form; see `Explanation.to_dict`."""


class Found:
    """A value and where all of it came from.

    Attributes:
        key: The key that was found, as asked for.
        diagnostics: Warnings of this lookup, such as unknown variables.
    """

    def __init__(
        self, key: str, node: Node, diagnostics: tuple[Diagnostic, ...], explain: Callable[[], Explained]
    ) -> None:
        self.key = key
        self.diagnostics = diagnostics
        self._node = node
        self._explain = explain

    def __repr__(self) -> str:
        return f"Found({self.key!r})"

    @property
    def value(self) -> Any:
        """The value as plain Python. Lookups share it: copy it before changing anything in it."""
        return self._node.plain

    def shown(self, *, secrets: bool = False) -> Any:
        """Return the value as JSON-able builtins, with `********` for whatever is secret.

        Args:
            secrets: Whether to show secrets after all.
        """
        from hiera_kafka.hiera.values.secrets import shown_node  # noqa: PLC0415 - programs that look up need no masking

        return shown_node(self.key, self._node, secrets=secrets)

    @property
    def holds_secret(self) -> bool:
        """Whether the value, or anything in it, is a secret."""
        path = keys.split(self.key)
        return is_secret_path(path) or self._node.holds_secret(path[-1])

    @functools.cached_property
    def trace(self) -> Trace:
        """Origins in the shape of the value, made when first asked for."""
        return self._node.trace(keys.split(self.key))

    @property
    def origin(self) -> Origin:
        """Where the value as a whole came from; of a merged one, where its highest part stands."""
        return self.trace.origin

    @property
    def origins(self) -> dict[tuple[Key, ...], Origin]:
        """Where each leaf came from, by its path within the value; a scalar has the path `()`."""
        return dict(self.trace.leaves())

    def explain(self) -> Explained:
        """Return every step of the lookup; it is done once more for that, and answers the same."""
        return self._explain()

"""Which dialect a scope is in: the one place where that is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from hiera_kafka.dialects.base import Dialect, InventoryView
from hiera_kafka.dialects.native.dialect import NativeDialect
from hiera_kafka.errors import Diagnostic, HieraKafkaError, ModelError, nearest
from hiera_kafka.hiera.values.secrets import quoted
from hiera_kafka.scope import Scope

KEY: Final = "kafka_dialect"


def _wikimedia(inventory: InventoryView) -> Dialect:
    # Most inventories have no such host, and every command would pay for reading the modules of its classes.
    from hiera_kafka.dialects.wikimedia.dialect import WikimediaDialect  # noqa: PLC0415

    return WikimediaDialect(inventory)


_MAKERS: Final[Mapping[str, Callable[[InventoryView], Dialect]]] = {"native": NativeDialect, "wikimedia": _wikimedia}
"""Names, as `kafka_dialect` has them, and what makes them."""


class Dialects:
    """The dialects of an inventory, each made when a scope is in it."""

    def __init__(self, inventory: InventoryView, default: str) -> None:
        """Make them.

        Args:
            inventory: What they look at.
            default: Name of the default one, as the inventory file gives it.
        """
        self._inventory = inventory
        self._default = default
        self._made: dict[str, Dialect] = {}

    @cached_property
    def default(self) -> Dialect:
        """The dialect of scopes whose data does not say which."""
        return self._named(self._default)

    def _named(self, name: str) -> Dialect:
        if name not in self._made:
            self._made[name] = _MAKERS[name](self._inventory)
        return self._made[name]

    def of(self, scope: Scope) -> Dialect:
        """Return the dialect of a scope: what `kafka_dialect` of the data says, else that of the inventory.

        Raises:
            ModelError: `kafka-dialect-unknown`.
            HieraError: The data cannot be read.
        """
        found = self._inventory.hiera.find(KEY, scope)
        if found is None or found.value is None:
            return self.default
        if isinstance(found.value, str) and found.value in _MAKERS:
            return self._named(found.value)
        known = tuple(_MAKERS)
        near = None if found.origin.secret else nearest(str(found.value), known)
        raise ModelError(
            Diagnostic(
                "kafka-dialect-unknown",
                f"kafka_dialect {quoted(found.value, found.origin)} is not served, known are: {', '.join(known)}",
                where=found.trace.origin.positions()[:1],
                hint=f"did you mean {near!r}?" if near else "remove the key",
            )
        )

    def of_any(self, scope: Scope) -> Dialect:
        """Return the dialect of a scope, the native one where the data names none that is known.

        The compilation of a host reports what is wrong with the key.
        """
        try:
            return self.of(scope)
        except HieraKafkaError:
            return self._named("native")

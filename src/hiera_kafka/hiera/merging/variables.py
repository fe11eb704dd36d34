"""Scope variables as `%{...}` sees them: Puppet's top scope, made from a Scope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.hiera.values.node import Node
from hiera_kafka.scope import Scope
from hiera_kafka.source import Origin

_BUILT_IN = {"module_name": "", "caller_module_name": "", "title": "main", "name": "main"}


class Variables:
    """The top-scope variables of one host; each becomes a Node once, when it is asked for."""

    def __init__(self, scope: Scope) -> None:
        server_facts = {**scope.server_facts, "environment": scope.environment}
        self._values: dict[str, Any] = {
            **_BUILT_IN,
            **scope.server_facts,
            **scope.facts,
            "facts": scope.facts,
            "trusted": scope.trusted,
            "server_facts": server_facts,
            "environment": scope.environment,
            **scope.variables,
        }
        self._nodes: dict[str, Node] = {}

    def __contains__(self, name: str) -> bool:
        return _bare(name) in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def get(self, name: str) -> Node | None:
        """Return the value of `name` (or `::name`), None when there is no such variable."""
        found = self._nodes.get(name)
        if found is None:
            bare = _bare(name)
            if bare not in self._values:
                return None
            found = self._nodes[name] = Node.of(self._values[bare], Origin.given(f"variable {bare}"))
        return found


def _bare(name: str) -> str:
    """Return the name without the marks of the top scope: `::x` and `::::x`, but not `:::x`."""
    for _ in range(2):
        name = name.removeprefix("::")
    return name

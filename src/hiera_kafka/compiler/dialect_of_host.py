"""Which dialect a host is compiled in, and hosts of Wikimedia's dialect as its Puppet server sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.compiler.inventory import Inventory
from hiera_kafka.dialects.wikimedia.compile import compile_node
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.dialects.wikimedia.roles import CLASSES, role_class
from hiera_kafka.dialects.wikimedia.sites import Host
from hiera_kafka.errors import Diagnostic, ModelError, Position, nearest
from hiera_kafka.hiera import Found, Hiera
from hiera_kafka.hiera.values.secrets import quoted
from hiera_kafka.scope import Scope

NATIVE: Final = "native"
WIKIMEDIA: Final = "wikimedia"
KEY: Final = "kafka_dialect"
_KNOWN = (NATIVE, WIKIMEDIA)


class Dialects:
    """Tells the dialect of each host of an inventory, and compiles those in Wikimedia's."""

    def __init__(self, inventory: Inventory, hiera: Hiera) -> None:
        self._inventory = inventory
        self._hiera = hiera

    @cached_property
    def _strict(self) -> Hiera:
        """The same data under a server that refuses unknown variables."""
        settings = replace(self._inventory.hiera_settings, strict="error")
        return Hiera.load(self._inventory.hiera_config, settings=settings)

    def of(self, scope: Scope) -> str:
        """Return the dialect of a scope: what `kafka_dialect` of the data says, else that of the inventory.

        Raises:
            ModelError: `kafka-dialect-unknown`.
            HieraError: The data cannot be read.
        """
        found = self._hiera.find(KEY, scope)
        if found is None or found.value is None:
            return self._inventory.model.kafka_dialect
        if found.value in _KNOWN:
            return str(found.value)
        near = None if found.origin.secret else nearest(str(found.value), _KNOWN)
        raise ModelError(
            Diagnostic(
                "kafka-dialect-unknown",
                f"kafka_dialect {quoted(found.value, found.origin)} is not served, known are: {', '.join(_KNOWN)}",
                where=found.trace.origin.positions()[:1],
                hint=f"did you mean {near!r}?" if near else "remove the key",
            )
        )

    def catalog(self, name: str, scope: Scope) -> Catalog:
        """Return the catalog of a host in Wikimedia's dialect.

        Role and classes say what it is, as with Puppet; without them, the clusters that list it.

        Args:
            name: The host.
            scope: Its scope.

        Raises:
            WikimediaError: Puppet would refuse it.
            HieraError: The data cannot be read.
        """
        if self._inventory.model.platform != "hosts":
            raise ModelError(
                Diagnostic(
                    "wikimedia-not-local",
                    f"{name} is in the Wikimedia dialect, whose paths, users and units are those of Wikimedia's hosts",
                    where=(Position(str(self._inventory.path)),),
                    hint="use the native dialect for clusters on this machine",
                )
            )
        host = self._host(name, scope)
        if host.role is None and not host.classes:
            host = replace(host, classes=_listed(host))
        try:
            return compile_node(host)
        except WikimediaError as error:
            # A key that is missing has no place that would tell the host.
            raise WikimediaError(error.category, [replace(found, host=name) for found in error.diagnostics]) from error

    def _host(self, name: str, scope: Scope) -> Host:
        variables: Mapping[str, Any] = scope.variables
        # As Wikimedia runs them: production's server is strict, the one of Cloud VPS is not.
        strict = variables.get("realm") != "labs"
        role = variables.get("_role", variables.get("role"))
        if isinstance(role, str) and role_class(role) in CLASSES:
            scope = replace(scope, variables={**variables, "_role": role})
        else:
            role = None
        classes = _classes(self._hiera.find("classes", scope))
        return Host(name, scope, self._strict if strict else self._hiera, strict, role, classes)


def _classes(found: Found | None) -> tuple[str, ...]:
    if found is None or not isinstance(found.value, list):
        return ()
    return tuple(str(name).removeprefix("::") for name in found.value)


def _listed(host: Host) -> tuple[str, ...]:
    """Return the classes of what the data lists a host as; the broker's comes first, as Puppet needs it."""
    return tuple(
        class_
        for class_, key, members in (
            ("profile::kafka::broker", "kafka_clusters", "brokers"),
            ("profile::zookeeper::server", "zookeeper_clusters", "hosts"),
        )
        if _lists(host.find(key), members, host.name)
    )


def _lists(found: Found | None, members: str, name: str) -> bool:
    clusters = found.value if found is not None else None
    for cluster in clusters.values() if isinstance(clusters, dict) else ():
        listed = cluster.get(members) if isinstance(cluster, dict) else None
        if isinstance(listed, dict) and name in listed:
            return True
    return False

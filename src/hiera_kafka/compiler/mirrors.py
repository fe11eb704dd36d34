"""The mirror that a host runs, as the keys `profile::kafka::mirror::*` of its data describe it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hiera_kafka.compiler.compiler import Compiler
from hiera_kafka.errors import Position
from hiera_kafka.hiera import Found
from hiera_kafka.model.names import full_cluster_name
from hiera_kafka.scope import Scope
from hiera_kafka.source import Origin, Trace
from hiera_kafka.wikimedia.mirror import ROLE

Find = Callable[[str], Found | None]
"""Looks a key up for one host; None is no value."""

PREFIX: Final = "profile::kafka::mirror::"
EVERYTHING: Final = ".*"
"""What a mirror without a whitelist is taken to copy."""


@dataclass(frozen=True)
class Mirror:
    """A mirror, as one of its hosts sees it.

    Attributes:
        source: Full name of the cluster that it reads.
        destination: Full name of the cluster that it writes.
        pattern: Whitelist of topics.
        properties: The hash `properties`.
        properties_trace: Where that comes from.
        names: Where the two names come from, by key without its prefix.
    """

    source: str
    destination: str
    pattern: str
    properties: Mapping[str, Any]
    properties_trace: Trace
    names: Mapping[str, Origin]

    @property
    def name(self) -> str:
        """What Wikimedia calls it."""
        return f"{self.source}_to_{self.destination}"

    def origin(self, key: str) -> Origin:
        """Return where a property or one of the two names comes from; a whitelist that is not given, the source."""
        if key in self.properties:
            return self.properties_trace.at(key)
        return self.names.get(key, self.names["source_cluster_name"])

    def place(self, key: str) -> Position | None:
        """Return where that stands in the data, None for what stands in no file."""
        return next(iter(self.origin(key).positions()), None)


def mirror_of(find: Find, scope: Scope) -> Mirror | None:
    """Return the mirror that a host's data describes; None when it describes none, or turns it off.

    Args:
        find: Looks keys up for the host.
        scope: Its facts and variables, which complete the names of clusters.
    """
    source, destination = find(f"{PREFIX}source_cluster_name"), find(f"{PREFIX}destination_cluster_name")
    if source is None or destination is None:
        return None
    if not isinstance(source.value, str) or not isinstance(destination.value, str):
        return None
    found = find(f"{PREFIX}properties")
    given = found.value if found is not None and isinstance(found.value, dict) else {}
    enabled = find(f"{PREFIX}enabled")
    if given.get("enabled", enabled.value if enabled is not None else True) is False:
        return None
    trace = found.trace if found is not None else Trace(Origin.default("properties of a mirror"))
    whitelist = given.get("whitelist")
    return Mirror(
        full_name(find, scope, source.value),
        full_name(find, scope, destination.value),
        whitelist if isinstance(whitelist, str) else EVERYTHING,
        given,
        trace,
        {"source_cluster_name": source.trace.origin, "destination_cluster_name": destination.trace.origin},
    )


def known_clusters(find: Find) -> list[str]:
    """Return the names of all clusters that a host sees."""
    found = find("kafka_clusters")
    return [str(name) for name in found.value] if found is not None and isinstance(found.value, dict) else []


def full_name(find: Find, scope: Scope, name: str) -> str:
    """Return the full name of the cluster that a name or prefix means on a host."""
    override = find("kafka_cluster_name")
    given = str(override.value) if override is not None and override.value is not None else None
    return full_cluster_name(name, known_clusters(find), {**scope.facts, **scope.variables}, given)


def mirror_on(compiler: Compiler, host: str) -> Mirror | None:
    """Return the mirror that a host runs, None when it runs none.

    In Wikimedia's dialect the classes of a host decide whether it has one, whatever else its data describes; in the
    native dialect the data alone does.

    Raises:
        HieraError: A lookup failed.
    """
    if host not in compiler.models:
        catalog = compiler.catalogs.get(host)
        if catalog is None or all(section.role != ROLE for section in catalog.sections):
            return None
    scope = compiler.scope(host)
    return mirror_of(lambda key: compiler.hiera.find(key, scope), scope)

"""The mirrors that hosts run, as the keys `profile::kafka::mirror::*` describe them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hiera_kafka.errors import Position
from hiera_kafka.lint.clusterviews import data_position
from hiera_kafka.lint.context import NodeView, Site
from hiera_kafka.model.names import full_cluster_name
from hiera_kafka.source import Origin, Trace

PREFIX = "profile::kafka::mirror::"
EVERYTHING = ".*"
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
        node: The host.
    """

    source: str
    destination: str
    pattern: str
    properties: Mapping[str, Any]
    properties_trace: Trace
    node: NodeView

    @property
    def name(self) -> str:
        """What Wikimedia calls it."""
        return f"{self.source}_to_{self.destination}"

    def place(self, key: str) -> Position | None:
        """Return where a property or one of the two names stands; a whitelist that is not given at the source."""
        if key in self.properties:
            return data_position(self.properties_trace.at(key))
        found = self.node.find(f"{PREFIX}{key if key.endswith('_name') else 'source_cluster_name'}")
        return data_position(found.trace.origin) if found is not None else None


def mirror_of(node: NodeView) -> Mirror | None:
    """Return the mirror that a host's data describes; None when it describes none, or turns it off."""
    values = {name: _value(node, name) for name in ("source_cluster_name", "destination_cluster_name", "enabled")}
    source, destination = values["source_cluster_name"], values["destination_cluster_name"]
    if not isinstance(source, str) or not isinstance(destination, str) or values["enabled"] is False:
        return None
    found = node.find(f"{PREFIX}properties")
    given = found.value if found is not None and isinstance(found.value, dict) else {}
    trace = found.trace if found is not None else Trace(Origin.default("properties of a mirror"))
    whitelist = given.get("whitelist")
    return Mirror(
        resolved(node, source),
        resolved(node, destination),
        whitelist if isinstance(whitelist, str) else EVERYTHING,
        given,
        trace,
        node,
    )


def mirrors_of(site: Site) -> tuple[Mirror, ...]:
    """Return every mirror of an inventory once for each pair of clusters and whitelist."""
    found: dict[tuple[str, str, str], Mirror] = {}
    for node in site.nodes:
        mirror = mirror_of(node)
        if mirror is not None and mirror.source != mirror.destination:
            found.setdefault((mirror.source, mirror.destination, mirror.pattern), mirror)
    return tuple(found.values())


def known_clusters(node: NodeView) -> list[str]:
    """Return the names of all clusters that a host sees."""
    found = node.find("kafka_clusters")
    return [str(name) for name in found.value] if found is not None and isinstance(found.value, dict) else []


def resolved(node: NodeView, name: str) -> str:
    """Return the full name of the cluster that a name or prefix means on a host."""
    override = node.find("kafka_cluster_name")
    given = str(override.value) if override is not None and override.value is not None else None
    return full_cluster_name(name, known_clusters(node), {**node.facts, **node.scope.variables}, given)


def _value(node: NodeView, name: str) -> Any:
    found = node.find(f"{PREFIX}{name}")
    return None if found is None else found.value

"""Mirrors from or to clusters that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity, nearest
from hiera_kafka.lint.context import NodeView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import NodeRule
from hiera_kafka.lint.views.clusters import data_position
from hiera_kafka.model.cluster_names import full_name, known_clusters
from hiera_kafka.model.mirror.forms import PREFIX


class MirrorUnknownCluster(NodeRule):
    """The name of either end, as the host's site completes it, is in kafka_clusters."""

    id = "mirror-unknown-cluster"
    level = Severity.ERROR
    summary = "Both ends of a mirror are in kafka_clusters, and are two."
    natively = True

    def check(self, node: NodeView) -> Iterator[Finding]:
        """Return ends of the host's mirror that no entry has, and mirrors from a cluster to itself."""
        if node.dialect.is_strict:
            return
        known = known_clusters(node.find)
        names: list[str] = []
        for end in ("source", "destination"):
            key = f"{PREFIX}{end}_cluster_name"
            found = node.find(key)
            if found is None or not isinstance(found.value, str):
                continue
            name = full_name(node.find, node.scope, found.value)
            names.append(name)
            if name not in known:
                near = nearest(name, known)
                meant = f"{found.value!r}" if name == found.value else f"{found.value!r}, that is {name!r},"
                yield self.finding(
                    f"{key} names {meant} which is not in kafka_clusters; known are: {', '.join(known) or 'none'}",
                    data_position(found.trace.origin),
                    hint=f"did you mean {near!r}?" if near else "add the cluster, or name one that is there",
                    length=len(found.value),
                    host=node.host,
                )
            elif names.count(name) > 1:
                yield self.finding(
                    f"the mirror goes from {name} to itself",
                    data_position(found.trace.origin),
                    hint="name another source or destination",
                    host=node.host,
                )

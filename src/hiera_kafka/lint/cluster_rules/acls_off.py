"""Clusters without access control."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.clusters import broker_options, by_environment, data_position, kafka_views, key_position

KEY = "profile::kafka::broker::auth_acls_enabled"


class AclsOff(ClustersRule):
    """Without an authorizer, anyone who reaches a broker may read, write and delete everything."""

    id = "acls-off"
    level = Severity.INFO
    summary = "Production clusters have an authorizer."

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return every cluster without an authorizer; a warning where it is for production."""
        for view in kafka_views(site):
            for node in view.nodes:
                options = broker_options(node)
                if not options or "authorizer.class.name" in options:
                    continue
                found = node.find(KEY)
                where = data_position(found.trace.origin) if found is not None else None
                yield self.finding(
                    f"{view.name} has no authorizer; anyone who reaches a broker may do everything",
                    where or key_position(view.cluster, "brokers"),
                    hint=f"set {KEY} to true, and add ACLs",
                    level=by_environment(view.nodes),
                )
                break

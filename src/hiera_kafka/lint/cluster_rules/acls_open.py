"""Authorizers that let everyone in where there is no ACL."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.clusters import broker_options, by_environment, data_position, kafka_views, key_position

OPTION = "allow.everyone.if.no.acl.found"
KEY = "profile::kafka::broker::auth_acls_enabled"


class AclsOpen(ClustersRule):
    """Topics without an ACL of their own stay open to everyone, new ones too."""

    id = "acls-open"
    level = Severity.INFO
    summary = "Production clusters refuse what no ACL allows."

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return every cluster that allows what no ACL forbids; a warning where it is for production."""
        for view in kafka_views(site):
            for node in view.nodes:
                options = broker_options(node)
                setting = options.get(OPTION)
                if setting is None or str(setting.value.data).lower() != "true":
                    continue
                on = node.find(KEY)
                yield self.finding(
                    f"{OPTION} is true on {view.name}: anyone may use resources that have no ACL",
                    data_position(setting.value.origin)
                    or (data_position(on.trace.origin) if on is not None else None)
                    or key_position(view.cluster, "brokers"),
                    hint=f"add ACLs for what clients do, then set {OPTION} to false in the cluster's config",
                    level=by_environment(view.nodes),
                )
                break

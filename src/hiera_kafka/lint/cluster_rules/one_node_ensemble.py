"""Ensembles of one member."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.clusters import by_environment, ensemble_views, kafka_views, key_position


class OneNodeEnsemble(ClustersRule):
    """Fine for trying things out; in production, every restart of the host stops what uses the ensemble."""

    id = "one-node-ensemble"
    level = Severity.INFO
    summary = "An ensemble of one member is down whenever its host is."

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return every ensemble of one; a warning where a member or a broker that uses it is for production."""
        users = kafka_views(site)
        for view in ensemble_views(site):
            if len(view.ensemble.hosts) != 1:
                continue
            nodes = [*view.nodes]
            for user in users:
                if user.cluster.model.zookeeper_cluster_name == view.name:
                    nodes += user.nodes
            yield self.finding(
                f"ensemble {view.name} has one member; while its host is down, so is every cluster that uses it",
                key_position(view.ensemble, "hosts"),
                hint="use three members, on hosts in different racks",
                level=by_environment(tuple(nodes)),
                length=len("hosts"),
            )

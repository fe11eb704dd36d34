"""Hosts that two entries list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.clusters import Listed, clusters_of, ensembles_of, key_position, own_cluster, own_ensemble
from hiera_kafka.model.base import Traced
from hiera_kafka.model.kafka import KafkaCluster


class HostInTwoClusters(ClustersRule):
    """Each listing without a key that decides; with one, that of the entry which waits for a member in vain."""

    id = "host-in-two-clusters"
    level = Severity.WARNING
    summary = "A host is listed by one entry of kafka_clusters and one of zookeeper_clusters at most."

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return every listing of a host that no key decides on, and those in an entry that it does not run."""
        for diagnostic in site.compiler.diagnostics:
            for place in diagnostic.where if diagnostic.id == self.id else ():
                others = [other for other in diagnostic.where if other != place]
                yield self.finding(diagnostic.message, place, *others, hint=diagnostic.hint, level=Severity.ERROR)
        for node in site.nodes:
            if (cluster := own_cluster(node)) is not None:
                yield from self._others(clusters_of(node).kafka, "brokers", node.host, cluster[0])
            if (ensemble := own_ensemble(node)) is not None:
                yield from self._others(ensembles_of(node), "hosts", node.host, ensemble[0])

    def _others(
        self, table: Mapping[str, Traced[KafkaCluster]] | Mapping[str, Listed], members: str, host: str, own: str
    ) -> Iterator[Finding]:
        for name, entry in table.items():
            if name != own and host in entry.raw[members]:
                yield self.finding(
                    f"{name} lists {host}, which its own data puts into {own}",
                    key_position(entry, members, host),
                    *([key_position(table[own], members, host)] if own in table else []),
                    hint=f"remove it from {name}",
                    note=f"{name} would wait for a member that never joins",
                    length=len(host),
                )

"""Brokers without a rack in clusters where others have one."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.clusters import kafka_views, key_position


class RackMissing(ClustersRule):
    """Kafka spreads replicas over racks only when every broker names one; else creating topics fails."""

    id = "rack-missing"
    level = Severity.WARNING
    summary = "Either every broker of a cluster has a rack, or none."

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return every broker without a rack beside others that have one."""
        for view in kafka_views(site):
            brokers = view.cluster.model.brokers
            others = sum(broker.rack is not None for broker in brokers.values())
            without = [host for host, broker in brokers.items() if broker.rack is None]
            if not without or len(without) == len(brokers):
                continue
            for host in without:
                yield self.finding(
                    f"broker {host} of {view.name} has no rack, {others} other{'s have' if others > 1 else ' has'} one",
                    key_position(view.cluster, "brokers", host),
                    hint="add its rack",
                    note="creating a topic fails while only some of the brokers that are there name their rack",
                    length=len(host),
                )

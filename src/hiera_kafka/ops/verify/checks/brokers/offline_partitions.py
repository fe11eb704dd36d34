"""Partitions that nobody leads, so that nothing can be read from or written to them."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.wording import count, some


class OfflinePartitions(ClusterCheck):
    """Every partition has a leader."""

    id = "offline-partitions"
    title = "every partition has a leader"
    order = 345
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result; its value is the number of offline partitions."""
        partitions = view.seen.partitions
        offline = {place: one for place, one in partitions.items() if one.leader is None}
        expected = f"leaders of {count(len(partitions), 'partition')}"
        if not offline:
            yield self.ok(
                view.name, expected=expected, observed="all have one", hosts=view.model.model.brokers, value=0
            )
            return
        replicas = {broker for one in offline.values() for broker in one.replicas}
        yield self.critical(
            view.name,
            expected=expected,
            observed=f"{count(len(offline), 'partition')} without one: {some(offline)}",
            hint=f"start the brokers that have them: {some(sorted(replicas))}; the last one in sync must come back",
            hosts=view.hosts_of(replicas) or view.model.model.brokers,
            value=len(offline),
        )

"""Partitions of which a replica is missing or behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.wording import count, some


class UnderReplicated(ClusterCheck):
    """All replicas of all partitions are in sync."""

    id = "under-replicated"
    title = "all replicas are in sync"
    order = 355
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result; its value is the number of partitions with a replica that is not in sync."""
        partitions = view.seen.partitions
        behind = {place: one for place, one in partitions.items() if len(one.isr) < len(one.replicas)}
        expected = f"all replicas of {count(len(partitions), 'partition')} in sync"
        if not behind:
            yield self.ok(view.name, expected=expected, observed="all are", hosts=view.model.model.brokers, value=0)
            return
        missing = Counter(broker for one in behind.values() for broker in one.replicas if broker not in one.isr)
        by_broker = some(f"{number} on {broker}" for broker, number in sorted(missing.items(), key=_most))
        yield self.critical(
            view.name,
            expected=expected,
            observed=f"{count(len(behind), 'partition')} with fewer: {some(behind)}; missing are {by_broker}",
            hint="a broker that has just started catches up by itself; else see its log and its network",
            hosts=view.hosts_of(missing) or view.model.model.brokers,
            value=len(behind),
        )


def _most(item: tuple[int, int]) -> tuple[int, int]:
    broker, number = item
    return -number, broker

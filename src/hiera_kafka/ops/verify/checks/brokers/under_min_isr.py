"""Partitions that take no message of a producer that waits for all replicas."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.clients.cluster_state import PartitionSeen
from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.wording import count, some


class UnderMinIsr(ClusterCheck):
    """Partitions have as many replicas in sync as `min.insync.replicas` of their topics asks for."""

    id = "under-min-isr"
    title = "partitions have min.insync.replicas"
    order = 350
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result; its value is the number of partitions with too few."""
        led = {place: one for place, one in view.seen.partitions.items() if one.leader is not None}
        under = {place: one for place, one in led.items() if _is_under(one)}
        not_known = [place for place, one in led.items() if one.min_isr is None and len(one.isr) < len(one.replicas)]
        expected = f"min.insync.replicas in sync of {count(len(led), 'partition')} with a leader"
        if under:
            missing = {broker for one in under.values() for broker in one.replicas if broker not in one.isr}
            yield self.critical(
                view.name,
                expected=expected,
                observed=f"{count(len(under), 'partition')} with fewer: {some(map(_words, under.items()))}",
                hint=f"producers with acks=all are refused; bring back {_brokers(missing)}",
                hosts=view.hosts_of(missing) or view.model.model.brokers,
                value=len(under),
            )
        elif not_known:
            yield self.unknown(
                view.name,
                expected=expected,
                observed=f"min.insync.replicas could not be read of {count(len(not_known), 'partition')} that lack a "
                f"replica: {some(not_known)}",
                hosts=view.model.model.brokers,
            )
        else:
            yield self.ok(
                view.name, expected=expected, observed="all have them", hosts=view.model.model.brokers, value=0
            )


def _is_under(one: PartitionSeen) -> bool:
    # Brokers ask for no more replicas than a partition has.
    return one.min_isr is not None and len(one.isr) < min(one.min_isr, len(one.replicas))


def _words(item: tuple[object, PartitionSeen]) -> str:
    place, one = item
    return f"{place} ({len(one.isr)} of {one.min_isr})"


def _brokers(ids: set[int]) -> str:
    return f"{'broker' if len(ids) == 1 else 'brokers'} {some(sorted(ids))}"

"""Racks that hold more than their share of the brokers."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import ClustersRule
from hiera_kafka.lint.views.clusters import KafkaView, data_position, kafka_views


class RacksUnbalanced(ClustersRule):
    """Each rack gets a replica of nearly everything, so that the brokers of a small rack hold more than others."""

    id = "racks-unbalanced"
    level = Severity.WARNING
    summary = "Brokers are spread evenly over as many racks as there are replicas."

    def check(self, site: InventoryView) -> Iterator[Finding]:
        """Return brokers in crowded racks, or where racks are too few; where only a rack is small, that is an info."""
        for view in kafka_views(site):
            racks: dict[str, list[str]] = {}
            for host, broker in view.cluster.model.brokers.items():
                if broker.rack is not None:
                    racks.setdefault(broker.rack, []).append(host)
            if len(view.cluster.model.brokers) > 1 and racks:
                yield from self._uneven(view, racks)

    def _uneven(self, view: KafkaView, racks: dict[str, list[str]]) -> Iterator[Finding]:
        brokers = sum(map(len, racks.values()))
        crowded = max(racks, key=lambda rack: len(racks[rack]))
        most, least = len(racks[crowded]), min(map(len, racks.values()))
        counts = ", ".join(f"{rack} {len(hosts)}" for rack, hosts in sorted(racks.items()))
        factor = view.cluster.model.replication_factor
        share = -(-brokers // len(racks))
        level = Severity.WARNING
        if len(racks) < factor and most > 1:
            what = f"{len(racks)} rack{'s' if len(racks) > 1 else ''} for {factor} replicas of each partition"
            note = f"with rack {crowded}, more than one replica of a partition is lost"
        elif most > share:
            what = f"{most} of its {brokers} brokers in rack {crowded}, {share} would be an even share"
            note = "brokers of small racks hold more replicas than those of large ones"
        elif most - least > 1:
            what = f"racks of {least} to {most} brokers"
            note = "brokers of small racks hold more replicas than those of large ones"
            level = Severity.INFO
        else:
            return
        places = [data_position(view.cluster.origin("brokers", host, "rack")) for host in racks[crowded]]
        for place in places if level is Severity.WARNING else places[-1:]:
            yield self.finding(
                f"{view.name} has {what} (brokers by rack: {counts})",
                place,
                *(other for other in places if other != place),
                hint="correct the rack, or move brokers",
                note=note,
                level=level,
            )

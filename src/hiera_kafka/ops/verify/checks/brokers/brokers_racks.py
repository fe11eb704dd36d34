"""Racks of brokers, over which replicas are spread."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import ClusterView


class BrokersRacks(ClusterCheck):
    """Brokers are in the racks that the data says."""

    id = "brokers-racks"
    title = "brokers are in their racks"
    order = 320
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result a broker of the data."""
        for broker in view.brokers:
            wanted = _words(broker.model.rack)
            origin = view.model.origin("brokers", broker.host, "rack")
            member = view.seen.members.get(broker.id)
            if member is None:
                yield self.unknown(
                    broker.subject,
                    expected=wanted,
                    observed="the broker is not registered",
                    origin=origin,
                    hosts=(broker.host,),
                )
                continue
            right = member.rack == broker.model.rack
            report = self.ok if right else self.critical
            yield report(
                broker.subject,
                expected=wanted,
                observed=_words(member.rack),
                origin=origin,
                hint=None
                if right
                else "a broker takes its rack when it starts; replicas that it has stay where they are",
                hosts=(broker.host,),
            )


def _words(rack: str | None) -> str:
    return "no rack" if rack is None else f"rack {rack}"

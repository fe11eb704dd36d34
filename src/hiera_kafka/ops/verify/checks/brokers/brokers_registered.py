"""Brokers that the cluster knows: those of the data, each on its host, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import BrokerView, ClusterView


class BrokersRegistered(ClusterCheck):
    """Every broker of the data is registered with its id on its host, and no others are."""

    id = "brokers-registered"
    title = "brokers are registered with their ids"
    order = 310

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result a broker of the data, and one for each broker that the data does not have."""
        for broker in view.brokers:
            yield self._of(view, broker)
        known = {broker.id for broker in view.brokers}
        for member in view.seen.members.values():
            if member.id not in known:
                yield self.critical(
                    f"{view.name} broker {member.id}",
                    expected="no broker that the data does not have",
                    observed=f"broker {member.id} is registered at {member.host}:{member.port}",
                    origin=view.model.origin("brokers"),
                    hint="add it to the data, or move its partitions away and stop it",
                    hosts=view.model.model.brokers,
                )

    def _of(self, view: ClusterView, broker: BrokerView) -> Result:
        address = broker.view.catalog.machine.address if broker.view is not None else broker.host
        expected = f"id {broker.id} on {address}"
        origin = view.model.origin("brokers", broker.host, "id")
        hosts = (broker.host,)
        member = view.seen.members.get(broker.id)
        there = [one.id for one in view.seen.members.values() if one.host == address and one.id != broker.id]
        if member is None:
            others = f", but {' and '.join(map(str, there))} on that host" if there else ""
            return self.critical(
                broker.subject,
                expected=expected,
                observed=f"id {broker.id} is not registered{others}",
                origin=origin,
                hint="put the id back that the broker's data has" if there else "see whether it runs, and its log",
                hosts=hosts,
            )
        if member.host != address:
            return self.critical(
                broker.subject,
                expected=expected,
                observed=f"id {broker.id} on {member.host}",
                origin=origin,
                hint="see advertised.listeners of that broker, and whether two brokers have been given one id",
                hosts=hosts,
            )
        return self.ok(
            broker.subject, expected=expected, observed=f"id {broker.id} on {address}", origin=origin, hosts=hosts
        )

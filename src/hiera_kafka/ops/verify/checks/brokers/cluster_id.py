"""The cluster that the data on brokers' disks belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import BrokerView, ClusterView
from hiera_kafka.ops.verify.views.host import HostView

_PROPERTY = "cluster.id"


class ClusterId(ClusterCheck):
    """The data directories of all brokers belong to the cluster that answers."""

    id = "cluster-id"
    title = "data on disks is of this cluster"
    order = 340

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result a broker whose host was looked at."""
        for broker in view.brokers:
            if broker.view is not None:
                yield self._of(view, broker, broker.view)

    def _of(self, view: ClusterView, broker: BrokerView, host: HostView) -> Result:
        expected = f"data of cluster {view.seen.id}"
        hosts = (broker.host,)
        if isinstance(host.answer, Diagnostic):
            return self.unknown(broker.subject, expected=expected, observed=host.answer.message, hosts=hosts)
        data = host.answer.data
        told = {one.path: one.properties[_PROPERTY] for one in data if _PROPERTY in one.properties}
        if not told:
            why = "; ".join(f"{one.path}: {one.detail or 'no meta.properties'}" for one in data)
            return self.unknown(
                broker.subject, expected=expected, observed=why or "the host tells of no data directory", hosts=hosts
            )
        wrong = {path: found for path, found in told.items() if found != view.seen.id}
        if wrong:
            return self.critical(
                broker.subject,
                expected=expected,
                observed="; ".join(f"{path} is of {found}" for path, found in sorted(wrong.items())),
                hint="this broker will not start again: see whether its chroot or its disk was exchanged",
                hosts=hosts,
            )
        return self.ok(broker.subject, expected=expected, observed=f"data of cluster {view.seen.id}", hosts=hosts)

"""Records through each listener of each broker."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.canary.listeners import PATIENCE_S
from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.canary_seen import ListenerTrip, asked_for
from hiera_kafka.ops.verify.views.cluster import ClusterView


class CanaryListeners(ClusterCheck):
    """A record that is written through a listener comes back through it, byte for byte."""

    id = "canary-listeners"
    title = "records go through each listener"
    order = 460
    canary = True
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return a result for each listener of each broker; the value is how long the record took."""
        canary = asked_for(view.canary)
        if isinstance(canary, Diagnostic):
            expected = f"a record through each listener is read again within {PATIENCE_S:.0f} s"
            brokers = tuple(view.model.model.brokers)
            origin = view.model.origin("brokers")
            yield self.unknown(
                view.name, expected=expected, observed=canary.message, hint=canary.hint, origin=origin, hosts=brokers
            )
            return
        for one in canary.listeners:
            yield self._of_listener(view, one)

    def _of_listener(self, view: ClusterView, one: ListenerTrip) -> Result:
        subject = f"{view.name} broker {one.broker} {one.listener}"
        expected = f"a record through {one.endpoint} is read again within {PATIENCE_S:.0f} s"
        origin = view.model.origin("brokers", one.host, "port")
        trip = one.trip
        if trip.problem is not None or trip.latency_ms is None:
            result = self.critical if trip.tried else self.unknown
            observed = trip.problem or "no record was read"
            hint = "the log of this broker says more" if trip.tried else None
            return result(subject, expected=expected, observed=observed, origin=origin, hint=hint, hosts=(one.host,))
        way = f"through {one.advertised}" if one.advertised is not None else "through an address it does not name"
        return self.ok(
            subject,
            expected=expected,
            observed=f"read after {trip.latency_ms:.0f} ms {way}, partition {trip.partition}",
            origin=origin,
            hosts=(one.host,),
            value=round(trip.latency_ms, 1),
            unit="ms",
        )

"""Where brokers tell clients that they are."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.kafka_options import OptionKind
from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import BrokerView, ClusterView
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen
from hiera_kafka.plan.running_options import same_value, settings_of

_OPTION = "advertised.listeners"


class BrokersListeners(ClusterCheck):
    """Brokers give clients the names and ports that the data says."""

    id = "brokers-listeners"
    title = "brokers advertise the listeners of the data"
    order = 315

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result a broker whose file says what it advertises."""
        for broker in view.brokers:
            settings = settings_of(broker.view.catalog, OptionKind.BROKER) if broker.view is not None else {}
            if _OPTION not in settings:
                continue
            wanted = settings[_OPTION].value
            found = _registered(view.seen, broker)
            if found is None:
                yield self.unknown(
                    broker.subject,
                    expected=str(wanted.shown()),
                    observed=view.seen.why_silent(broker.id, "its options"),
                    origin=wanted.origin,
                    hosts=(broker.host,),
                )
                continue
            same = same_value(_OPTION, "string", found, str(wanted.data))
            report = self.ok if same else self.critical
            yield report(
                broker.subject,
                expected=str(wanted.shown()),
                observed=found,
                origin=wanted.origin,
                hint=None if same else "clients connect to what is advertised: see brokers-options, and kafka-configs",
                hosts=(broker.host,),
            )


def _registered(seen: ClusterSeen, broker: BrokerView) -> str | None:
    """Return the listeners that a broker has registered, else those of its options; None where it says neither."""
    if broker.id not in seen.members:
        return None
    endpoints = seen.endpoints.get(broker.id)
    if endpoints:
        return ",".join(endpoints)
    option = seen.options.get(broker.id, {}).get(_OPTION)
    return option.in_force if option is not None else None

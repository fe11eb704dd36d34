"""Leaders: whether brokers lead what they are the first replica of, so that the load is spread as it was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from hiera_kafka.kafka_options import OptionKind
from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.wording import count, some
from hiera_kafka.plan.running_options import settings_of
from hiera_kafka.source import Origin

_REBALANCE = "auto.leader.rebalance.enable"
_LIMIT = "leader.imbalance.per.broker.percentage"
_LIMIT_DEFAULT = 10
"""Kafka's own, where no broker says what it has."""


class LeaderBalance(ClusterCheck):
    """Brokers lead the partitions whose preferred leader they are, but for what Kafka leaves alone."""

    id = "leader-balance"
    title = "preferred leaders lead"
    order = 365
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result; its value is the largest share of a broker's preferred partitions led by others."""
        preferred: Counter[int] = Counter()
        away: Counter[int] = Counter()
        for one in view.seen.partitions.values():
            if one.replicas:
                preferred[one.replicas[0]] += 1
                away[one.replicas[0]] += one.leader != one.replicas[0]
        shares = {broker: 100 * away[broker] / number for broker, number in preferred.items()}
        worst = max(shares.values(), default=0.0)
        automatic = _option(view, _REBALANCE, "true").lower() == "true"
        limit = _number(_option(view, _LIMIT, "")) if automatic else 0
        more: dict[str, Any] = {
            "expected": f"at most {limit} % of a broker's preferred partitions led by others",
            "origin": _origin(view, _LIMIT if automatic else _REBALANCE),
            "value": round(worst, 1),
            "unit": "%",
        }
        if worst <= limit:
            observed = f"{worst:.0f} % at most, of {count(len(view.seen.partitions), 'partition')}"
            yield self.ok(view.name, observed=observed, hosts=view.model.model.brokers, **more)
            return
        over = {broker: share for broker, share in sorted(shares.items()) if share > limit}
        yield self.warning(
            view.name,
            observed=some(
                f"broker {broker}: {share:.0f} % ({away[broker]} of {preferred[broker]})"
                for broker, share in over.items()
            ),
            hint=(
                "the controller moves them back within leader.imbalance.check.interval.seconds"
                if automatic
                else f"{_REBALANCE} is false: `kafka leader-election --election-type PREFERRED --all-topic-partitions`"
            ),
            hosts=view.hosts_of(over) or view.model.model.brokers,
            **more,
        )


def _option(view: ClusterView, name: str, otherwise: str) -> str:
    """Return what the controller has of an option, else any broker that tells."""
    options = view.seen.options
    named = [one for one in view.seen.controllers.values() if one is not None and one in options]
    found = (options[broker].get(name) for broker in (*named, *options))
    return next((one.in_force for one in found if one is not None and one.in_force is not None), otherwise)


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return _LIMIT_DEFAULT


def _origin(view: ClusterView, name: str) -> Origin | None:
    for broker in view.brokers:
        if broker.view is not None and (found := settings_of(broker.view.catalog, OptionKind.BROKER).get(name)):
            return found.value.origin
    return None

"""The topic of the canary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.canary.topic import SETTINGS
from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary, asked_for
from hiera_kafka.ops.verify.views.cluster import ClusterView


class CanaryTopic(ClusterCheck):
    """The topic is there, is nobody else's, and has a partition that each broker leads."""

    id = "canary-topic"
    title = "the canary has its topic"
    order = 450
    canary = True
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result of a cluster."""
        canary = asked_for(view.canary)
        cluster = view.model.model
        expected = f"topic {cluster.canary.topic}, a partition of it led by each of {len(cluster.brokers)} brokers"
        origin = view.model.origin("canary")
        about: dict[str, Any] = {"expected": expected, "origin": origin, "hosts": tuple(cluster.brokers)}
        if isinstance(canary, Diagnostic):
            yield self.unknown(view.name, observed=canary.message, hint=canary.hint, **about)
        elif canary.missing:
            brokers = _named(canary.missing)
            observed = f"not there yet: it is made when all brokers are alive, without {brokers}"
            yield self.unknown(view.name, observed=observed, **about)
        elif canary.foreign is not None:
            observed = f"it has records that are not the canary's ({canary.foreign}), so nothing was written to it"
            hint = f"give the canary a topic of its own: kafka_clusters.{view.name}.canary.topic"
            yield self.critical(view.name, observed=observed, hint=hint, **about)
        elif canary.refused is not None:
            yield self.critical(view.name, observed=f"the brokers refuse to make it so: {canary.refused}", **about)
        elif canary.differs:
            observed = ", ".join(f"{name} is {value}, not {SETTINGS[name]}" for name, value in canary.differs.items())
            yield self.warning(view.name, observed=observed, hint=_hint(canary), **about)
        elif canary.leaderless:
            observed = f"no partition is to be led by {_named(canary.leaderless)}"
            hint = "one is added by a run that finds that broker alive"
            yield self.warning(view.name, observed=observed, hint=hint, **about)
        else:
            yield self.ok(view.name, observed=_state(canary), **about)


def _named(brokers: tuple[int, ...]) -> str:
    return f"broker{'s' if len(brokers) != 1 else ''} {', '.join(map(str, brokers))}"


def _state(canary: ClusterCanary) -> str:
    state = f"{canary.partitions} partition{'s' if canary.partitions != 1 else ''}"
    if canary.created:
        return f"{state}, made by this run"
    return f"{state}, {len(canary.added)} of them made by this run" if canary.added else state


def _hint(canary: ClusterCanary) -> str:
    wanted = ",".join(f"{name}={SETTINGS[name]}" for name in canary.differs)
    return f"kafka configs --alter --entity-type topics --entity-name {canary.topic} --add-config {wanted}"

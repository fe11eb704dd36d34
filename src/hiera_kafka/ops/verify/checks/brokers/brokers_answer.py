"""Brokers that do not answer: what all other checks of a cluster rest on."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import ClusterView


class BrokersAnswer(ClusterCheck):
    """Every broker that the data gives a cluster answers over Kafka's protocol."""

    id = "brokers-answer"
    title = "brokers answer"
    order = 300
    of_silence = True
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result; the time is that of all questions to the cluster."""
        brokers = view.model.model.brokers
        expected = f"answers of {len(brokers)} broker{'s' if len(brokers) != 1 else ''}"
        origin = view.model.origin("brokers")
        answer = view.answer
        if isinstance(answer, Diagnostic):
            yield self.critical(
                view.name,
                expected=expected,
                observed=f"none: {answer.message}",
                origin=origin,
                hint=answer.hint,
                hosts=brokers,
            )
        elif answer.silent:
            yield self.critical(
                view.name,
                expected=expected,
                observed="; ".join(f"{broker} does not answer: {why}" for broker, why in answer.silent.items()),
                origin=origin,
                hint="look at the state of the service and its log on those hosts",
                hosts=brokers,
            )
        else:
            yield self.ok(
                view.name,
                expected=expected,
                observed=f"all answered after {answer.took_s:.1f} s",
                origin=origin,
                hosts=brokers,
                value=round(answer.took_s, 3),
                unit="s",
            )

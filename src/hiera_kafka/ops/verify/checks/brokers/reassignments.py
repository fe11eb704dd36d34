"""Partitions that are on their way to other brokers."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.wording import count, some


class Reassignments(ClusterCheck):
    """No partition is being reassigned."""

    id = "reassignments"
    title = "no partition is being reassigned"
    order = 370
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result; its value is the number of partitions that are being reassigned."""
        moving = view.seen.moving
        expected = "no reassignment"
        if moving is None:
            yield self.unknown(
                view.name,
                expected=expected,
                observed="the controller did not list them",
                hosts=view.model.model.brokers,
            )
        elif moving:
            targets = sorted({broker for added in moving.values() for broker in added})
            to = f", to {'broker' if len(targets) == 1 else 'brokers'} {some(targets)}" if targets else ""
            yield self.warning(
                view.name,
                expected=expected,
                observed=f"{count(len(moving), 'partition')}{to}: {some(moving)}",
                hint="wait for them before brokers are restarted; one that a dead broker shall take must be cancelled",
                hosts=view.hosts_of(targets) or view.model.model.brokers,
                value=len(moving),
            )
        else:
            yield self.ok(view.name, expected=expected, observed="none", hosts=view.model.model.brokers, value=0)

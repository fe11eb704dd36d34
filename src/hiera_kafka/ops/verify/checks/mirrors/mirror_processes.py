"""Processes of mirrors, and their places in the group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.mirrors.health import Health
from hiera_kafka.ops.verify.check import MirrorCheck
from hiera_kafka.ops.verify.result import Result, Status, worst
from hiera_kafka.ops.verify.views.mirror import MirrorView
from hiera_kafka.ops.verify.wording import count

_STATUS = {Health.PARTIAL: Status.WARNING, Health.BROKEN: Status.CRITICAL, Health.STOPPED: Status.CRITICAL}


class MirrorProcesses(MirrorCheck):
    """All processes of a mirror run, and are in the group that shares its work."""

    id = "mirror-processes"
    title = "all processes of the mirror take part"
    order = 400

    def check(self, view: MirrorView) -> Iterator[Result]:
        """Return one result; its value is the number of members in the group."""
        health = view.answer
        if isinstance(health, Diagnostic):
            return
        mirror, group = view.mirror, health.group
        name = mirror.group if mirror.engine == 1 else mirror.workers
        more: dict[str, Any] = {
            "expected": f"{count(mirror.members, 'member')} in group {name}",
            "hosts": mirror.hosts,
            "value": None if group is None else len(group.members),
        }
        found = health.at_work
        if found:
            yield self.result(
                worst([_STATUS[finding.state] for finding in found]),
                mirror.name,
                observed="; ".join(finding.text for finding in found),
                hint="see the logs of its processes: `hiera-kafka mirrors NAME` shows their last errors",
                **more,
            )
        elif health.unseen:
            yield self.unknown(mirror.name, observed="; ".join(finding.text for finding in health.unseen), **more)
        elif group is None:
            yield self.unknown(mirror.name, observed="nothing is known of its group", **more)
        else:
            yield self.ok(mirror.name, observed=f"{count(len(group.members), 'member')}", **more)

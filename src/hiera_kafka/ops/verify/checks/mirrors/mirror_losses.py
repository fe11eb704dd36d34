"""Messages that mirrors can no longer take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.mirrors.health import Health
from hiera_kafka.ops.verify.check import MirrorCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.mirror import MirrorView
from hiera_kafka.ops.verify.wording import some


class MirrorLosses(MirrorCheck):
    """The source still has all that a mirror is to take, where the mirror stands."""

    id = "mirror-losses"
    title = "mirrors lose nothing"
    order = 420
    needs_hosts = False

    def check(self, view: MirrorView) -> Iterator[Result]:
        """Return one result; its value is the number of messages that were deleted before they were taken."""
        health = view.answer
        if isinstance(health, Diagnostic):
            return
        lag = health.source.lag if health.source is not None else None
        more: dict[str, Any] = {"expected": "the source has what is to be taken next", "hosts": view.mirror.hosts}
        if lag is None:
            observed = "; ".join(finding.text for finding in health.unseen) or "its positions are not known"
            yield self.unknown(view.mirror.name, observed=observed, **more)
            return
        lost = [finding.text for finding in health.behind if finding.state is Health.BROKEN]
        if lost:
            hint = "what was deleted is gone; for a topic that was made anew, set the mirror's position"
            yield self.critical(view.mirror.name, observed=some(lost), hint=hint, value=lag.lost, **more)
        else:
            yield self.ok(view.mirror.name, observed="nothing was lost", value=0, **more)

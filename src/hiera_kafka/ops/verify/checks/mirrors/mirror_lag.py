"""How far mirrors are behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.mirrors.health import Health
from hiera_kafka.ops.verify.check import MirrorCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.mirror import MirrorView
from hiera_kafka.ops.verify.wording import count, span


class MirrorLag(MirrorCheck):
    """Mirrors take messages soon after they were written."""

    id = "mirror-lag"
    title = "mirrors keep up"
    order = 410
    needs_hosts = False

    def check(self, view: MirrorView) -> Iterator[Result]:
        """Return one result; its value is the age of the first message that is not taken yet, in seconds."""
        health = view.answer
        if isinstance(health, Diagnostic):
            return
        lag = health.source.lag if health.source is not None else None
        more: dict[str, Any] = {
            "expected": f"the first message that is not taken is younger than {span(health.limits.seconds)}",
            "hosts": view.mirror.hosts,
        }
        if lag is None:
            observed = "; ".join(finding.text for finding in health.unseen) or "its positions are not known"
            yield self.unknown(view.mirror.name, observed=observed, **more)
            return
        if lag.seconds is not None:
            more |= {"value": round(lag.seconds, 1), "unit": "s"}
        late = [finding.text for finding in health.behind if finding.state is Health.LAGGING]
        if late:
            hint = "see mirror-processes; where all take part and more is written than they take, add processes"
            yield self.warning(view.mirror.name, observed="; ".join(late), hint=hint, **more)
        else:
            age = f", the first {span(lag.seconds)} old" if lag.seconds else ""
            yield self.ok(view.mirror.name, observed=f"{count(lag.messages, 'message')} behind{age}", **more)

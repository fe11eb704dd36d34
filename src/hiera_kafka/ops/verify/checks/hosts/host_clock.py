"""Clocks of hosts: Kafka keeps and deletes records by their time, and logs of several hosts are read side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.host import HostView

WARNING_S = 0.5
CRITICAL_S = 5.0
_HINT = "see `timedatectl` on the host and on the control node; a time service such as chrony or systemd-timesyncd"


class HostClock(HostCheck):
    """The clock of a host goes as that of the control node does, and its kernel holds it for synchronized."""

    id = "host-clock"
    title = "clocks are right"
    order = 100

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result; what the question took is no difference of clocks."""
        clock = view.seen.clock
        off = abs(clock.offset_s)
        more: dict[str, Any] = {
            "expected": f"within {WARNING_S} s of the control node",
            "observed": f"{clock.offset_s:+.3f} s ± {clock.error_s:.3f} s",
            "hosts": (view.host,),
            "value": round(clock.offset_s, 3),
            "unit": "s",
        }
        certain, possible = off - clock.error_s, off + clock.error_s
        if not math.isfinite(possible):
            yield self.unknown(view.host, **{**more, "value": None})
        elif certain > WARNING_S:
            report = self.critical if certain > CRITICAL_S else self.warning
            yield report(view.host, hint=f"{_HINT} keeps it right", **more)
        elif possible > CRITICAL_S:
            slow = f"the answer took too long to tell: {more['observed']}"
            yield self.unknown(view.host, **{**more, "observed": slow})
        # Hosts of a local inventory have this machine's clock, which is the one that they are compared with.
        elif clock.synchronized is False and not view.catalog.machine.root:
            alone = f"{more['observed']}; not synchronized, by its kernel"
            yield self.warning(view.host, hint=f"{_HINT} keeps it so", **{**more, "observed": alone})
        else:
            yield self.ok(view.host, **more)

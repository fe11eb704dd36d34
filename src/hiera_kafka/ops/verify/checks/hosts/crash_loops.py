"""Services that fail, and are started again by their service managers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.look.seen import ServiceSeen
from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import because, looping, missing, subject
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import span

SETTLED_S = 600.0
"""A service that has run for so long is in no loop: one that fails at its start does so within a few minutes."""


class CrashLoops(HostCheck):
    """No service was started again by its service manager because it had failed."""

    id = "crash-loops"
    title = "services stay up"
    order = 215

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a service."""
        for service in wanted.services(view.catalog):
            seen = view.seen.services.get(service.name)
            name = subject(view, service)
            more: dict[str, Any] = {"expected": "never started again after a failure", "hosts": (view.host,)}
            if seen is None:
                yield self.unknown(name, observed=missing(view, "services"), **more)
                continue
            more["hint"] = f"see the end of {service.log} on the host for why it fails"
            more["value"] = seen.restarts
            yield self._of(name, seen, _age(view, seen), more)

    def _of(self, name: str, seen: ServiceSeen, age_s: float | None, more: dict[str, Any]) -> Result:
        runs = seen.state if age_s is None else f"runs for {span(age_s)}"
        settled = seen.pid is not None and age_s is not None and age_s >= SETTLED_S
        if seen.loop:
            return self.critical(name, observed=looping(seen) if age_s is None else f"{looping(seen)}; {runs}", **more)
        if seen.restarts is None:
            if settled:
                return self.ok(name, observed=runs, **{**more, "hint": None})
            return self.unknown(name, observed=f"how often is not known; {runs}", **more)
        if seen.restarts == 0:
            if seen.pid is None:
                return self.unknown(name, observed=f"it does not run: {seen.state}{because(seen)}", **more)
            return self.ok(name, observed=runs, **{**more, "hint": None})
        return self.warning(name, observed=f"started again {seen.restarts} times; {runs}{because(seen)}", **more)


def _age(view: HostView, seen: ServiceSeen) -> float | None:
    """Return for how many seconds a service runs, by the clock of its host; None where that cannot be told."""
    now = view.seen.clock.time_s
    if now is None or seen.since is None or seen.pid is None:
        return None
    return max(0.0, now - seen.since)

"""Services that run with other files than those on the disk."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.catalog.resources import Service
from hiera_kafka.ops.look.seen import ServiceSeen
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import RunningServiceCheck, looping, subject, unread
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import some


class RestartPending(RunningServiceCheck):
    """No service was started with other files than those that lie on its host now."""

    id = "restart-pending"
    title = "no restart is pending"
    order = 220

    def expected(self, _view: HostView, service: Service) -> str | None:
        """Return what holds of each service that notes what it starts with."""
        return "started with the files that are there" if service.records else None

    def of(self, view: HostView, service: Service, seen: ServiceSeen, expected: str) -> Iterator[Result]:
        """Return one result."""
        name, hosts = subject(view, service), (view.host,)
        reason = unread(view, "restart", service.name)
        if reason is not None:
            yield self.unknown(name, expected=expected, observed=reason, hosts=hosts)
            return
        if seen.loop:
            yield self.unknown(name, expected=expected, observed=looping(seen), hosts=hosts)
            return
        if not seen.pending:
            yield self.ok(name, expected=expected, observed="the same files", hosts=hosts)
            return
        yield self.warning(
            name,
            expected=expected,
            observed=f"changed since its start: {some(seen.pending)}",
            where=service.origin("name").positions(),
            hint="a rolling restart brings them into force: `ansible-playbook hiera_kafka.core.roll_restart`, "
            "with --check for its plan",
            hosts=hosts,
        )

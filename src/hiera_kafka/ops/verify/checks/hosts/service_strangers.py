"""Services by names of ours that the data does not give to their host, such as a mirror that left it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import unread
from hiera_kafka.ops.verify.views.host import HostView


class ServiceStrangers(HostCheck):
    """A host has no service of ours that the data does not give it."""

    id = "service-strangers"
    title = "no service is left over"
    order = 230

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a service that is left over, or one for the host."""
        expected = "no services but those of the data"
        for name in view.seen.strangers:
            yield self.warning(
                f"{view.host} {name}",
                expected=expected,
                observed=f"{name} is defined",
                hint="put it back into the data, or remove it, since a run stops nothing that left the data: "
                f"`systemctl disable --now {shlex.quote(name)}`, then its unit",
                hosts=(view.host,),
            )
        reason = unread(view, "strangers")
        if reason is not None:
            yield self.unknown(view.host, expected=expected, observed=reason, hosts=(view.host,))
        elif not view.seen.strangers:
            yield self.ok(view.host, expected=expected, observed="none", hosts=(view.host,))

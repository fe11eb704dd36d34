"""Whether services come back when their host is started anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import missing, subject
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import defaulted


class ServiceEnabled(HostCheck):
    """Every service that the data gives to a host starts with it."""

    id = "service-enabled"
    title = "services start with their hosts"
    order = 202

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a service, but none where the service manager starts nothing by itself."""
        for service in wanted.services(view.catalog):
            origin = service.origin("name")
            seen = view.seen.services.get(service.name)
            more: dict[str, Any] = {
                "expected": defaulted("starts with the host", origin),
                "origin": origin,
                "hosts": (view.host,),
            }
            name = subject(view, service)
            if seen is None:
                yield self.unknown(name, observed=missing(view, "services"), **more)
            elif seen.enabled:
                yield self.ok(name, observed="enabled", **more)
            elif seen.enabled is not None:
                hint = f"a run of Ansible enables it, and so does `systemctl enable {service.name}` on the host"
                yield self.critical(name, observed="disabled", hint=hint, **more)

"""Limits that the kernel really sets to processes of services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.catalog.platform import ServiceManager
from hiera_kafka.catalog.resources import Service
from hiera_kafka.ops.look.seen import ServiceSeen
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.running import RunningServiceCheck, deviation, missing, subject
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import defaulted

OPEN_FILES = "Max open files"
"""As `/proc/PID/limits` calls it."""


class ServiceLimits(RunningServiceCheck):
    """Each service may open as many files as the data says."""

    id = "service-limits"
    title = "limits are in force"
    order = 210

    def expected(self, view: HostView, service: Service) -> str | None:
        """Return the limit of open files, where the service manager sets one: units do, local programs do not."""
        if view.catalog.machine.service_manager is not ServiceManager.SYSTEMD:
            return None
        return defaulted(f"{service.nofile} open files", service.origin("nofile"))

    def of(self, view: HostView, service: Service, seen: ServiceSeen, expected: str) -> Iterator[Result]:
        """Return one result."""
        more: dict[str, Any] = {"expected": expected, "origin": service.origin("nofile"), "hosts": (view.host,)}
        name = subject(view, service)
        if OPEN_FILES not in seen.limits:
            yield self.unknown(name, observed=missing(view, "limits", service.name), **more)
            return
        found = seen.limits[OPEN_FILES]
        observed = f"{'any number of' if found is None else found} open files"
        if found == service.nofile:
            yield self.ok(name, observed=observed, value=found, **more)
            return
        hint = f"`systemctl cat {service.name}` on the host shows drop-ins of its unit; a limit is set when it starts"
        status = Status.WARNING if found is None or found > service.nofile else deviation(seen)
        yield self.result(status, name, observed=observed, hint=hint, value=found, **more)

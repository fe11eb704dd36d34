"""Services that the data gives to hosts, as their service managers see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.catalog.resources import Service
from hiera_kafka.ops.look.seen import ServiceSeen
from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import because, looping, missing, subject
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import defaulted, moment

_ON_THE_WAY = ("starting", "stopping")


class ServiceRuns(HostCheck):
    """Every service that the data gives to a host runs."""

    id = "service-runs"
    title = "services run"
    order = 200

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a service."""
        for service in wanted.services(view.catalog):
            origin = service.origin("name")
            seen = view.seen.services.get(service.name)
            more: dict[str, Any] = {
                "expected": defaulted("running", origin),
                "origin": origin,
                "hosts": (view.host,),
            }
            name = subject(view, service)
            if seen is None:
                yield self.unknown(name, observed=missing(view, "services"), **more)
            elif seen.loop:
                yield self.critical(name, observed=looping(seen), hint=_hint(view, service), **more)
            elif seen.state == "running":
                yield self.ok(name, observed=_since(seen), **more)
            else:
                report = self.warning if seen.state in _ON_THE_WAY else self.critical
                observed = (f"{seen.state}: {seen.detail}" if seen.detail else seen.state) + because(seen)
                yield report(name, observed=observed, hint=_hint(view, service), **more)


def _since(seen: ServiceSeen) -> str:
    return "running" if seen.since is None else f"running since {moment(seen.since)}"


def _hint(view: HostView, service: Service) -> str:
    logs = f"its output is in {service.log} on the host"
    if view.catalog.machine.root:
        return f"{logs}; `hiera-kafka local up` starts it"
    return f"{logs}; `systemctl status {service.name}` there has the reason, a run of Ansible starts it"

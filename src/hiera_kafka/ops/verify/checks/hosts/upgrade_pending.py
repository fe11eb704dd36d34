"""Services whose data names another release of Kafka than the one that they are held at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import subject, unread
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import defaulted, some


class UpgradePending(HostCheck):
    """Services are held at the release of Kafka that the data names."""

    id = "upgrade-pending"
    title = "no upgrade is pending"
    order = 225

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a service."""
        pending = {one.path: one for one in view.seen.upgrades}
        for service in wanted.services(view.catalog):
            setting = wanted.environment(view.catalog, service, wanted.HOME)
            if setting is None:
                continue
            more: dict[str, Any] = {
                "expected": defaulted(f"held at {setting.value.shown()}", setting.value.origin),
                "origin": setting.value.origin,
                "hosts": (view.host,),
            }
            reasons = [reason for path in service.environment_files if (reason := unread(view, "held", path))]
            if reasons:
                yield self.unknown(subject(view, service), observed=reasons[0], **more)
                continue
            found = [pending[path] for path in service.environment_files if path in pending]
            if not found:
                yield self.ok(subject(view, service), observed="as the data says", **more)
            for one in found:
                yield self.warning(
                    subject(view, service),
                    observed=f"{one.path} has {some(one.has) or 'nothing'}",
                    hint="converging never changes the release of a service; an upgrade does, one host after another",
                    **more,
                )

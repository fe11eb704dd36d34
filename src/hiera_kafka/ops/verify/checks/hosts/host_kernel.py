"""Kernel settings that services need."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import missing
from hiera_kafka.ops.verify.views.host import HostView


class HostKernel(HostCheck):
    """Kernel settings are as the platform has them, where the host lets them be set."""

    id = "host-kernel"
    title = "kernel settings are right"
    order = 125

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a setting."""
        wanted = {one.name: one.value for section in view.catalog.sections for one in section.sysctls}
        for name, value in wanted.items():
            subject, hosts = f"{view.host} {name}", (view.host,)
            expected = f"{value} (default)"
            seen = view.seen.sysctls.get(name)
            if seen is None:
                yield self.unknown(subject, expected=expected, observed=missing(view, "sysctls", name), hosts=hosts)
            elif seen.value == str(value):
                yield self.ok(subject, expected=expected, observed=seen.value, hosts=hosts)
            elif not seen.settable:
                found = "not there" if seen.value is None else seen.value
                observed = f"{found}, and cannot be set on this host"
                yield self.ok(subject, expected=f"{expected} where it can be set", observed=observed, hosts=hosts)
            else:
                yield self.warning(
                    subject,
                    expected=expected,
                    observed="not there" if seen.value is None else seen.value,
                    hint=f"a run of Ansible sets it; `grep -r {name} /etc/sysctl.d /etc/sysctl.conf` on the host shows "
                    "who else does",
                    hosts=hosts,
                )

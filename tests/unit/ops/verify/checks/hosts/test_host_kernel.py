"""Kernel settings that are otherwise, and those that a host does not let be set."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.look.seen import SysctlSeen
from hiera_kafka.ops.verify.checks.hosts.host_kernel import HostKernel
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results

NAME = "vm.swappiness"


@pytest.mark.parametrize(
    ("seen", "status", "observed"),
    [
        (SysctlSeen("1", settable=True), Status.OK, "1"),
        (SysctlSeen("1", settable=False), Status.OK, "1"),
        (SysctlSeen("60", settable=True), Status.WARNING, "60"),
        (SysctlSeen(None, settable=True), Status.WARNING, "not there"),
        (SysctlSeen("60", settable=False), Status.OK, "60, and cannot be set on this host"),
        (SysctlSeen(None, settable=False), Status.OK, "not there, and cannot be set on this host"),
    ],
)
def test_a_setting(seen: SysctlSeen, status: Status, observed: str) -> None:
    view = healthy_view()
    found = results(HostKernel, healthy_view(sysctls={**view.seen.sysctls, NAME: seen}))
    assert (found[NAME].status, found[NAME].observed) == (status, observed)
    assert found[NAME].expected.startswith("1 (default)")
    assert found["vm.max_map_count"].status is Status.OK


def test_what_the_host_does_not_report_is_unknown() -> None:
    found = results(HostKernel, healthy_view(sysctls={}))
    assert {one.status for one in found.values()} == {Status.UNKNOWN}

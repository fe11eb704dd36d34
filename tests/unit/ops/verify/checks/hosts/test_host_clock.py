"""Clocks that are off, that may be off, and that nobody keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.ops.look.seen import ClockSeen
from hiera_kafka.ops.verify.checks.hosts.host_clock import HostClock
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results


@pytest.mark.parametrize(
    ("offset_s", "error_s", "synchronized", "status"),
    [
        (0.0, 0.01, True, Status.OK),
        (-0.5, 0.0, True, Status.OK),
        (0.6, 0.2, True, Status.OK),  # the answer took so long that it may as well be nothing
        (0.8, 0.2, True, Status.WARNING),
        (-0.8, 0.2, True, Status.WARNING),
        (5.2, 0.1, True, Status.CRITICAL),
        (-3600.0, 1.0, True, Status.CRITICAL),
        (3.0, 4.0, True, Status.UNKNOWN),
        (0.0, 5.1, True, Status.UNKNOWN),
        (0.0, 0.01, False, Status.WARNING),
        (9.0, 0.01, False, Status.CRITICAL),
        (0.0, 0.01, None, Status.OK),
        (float("nan"), 0.01, True, Status.UNKNOWN),
    ],
)
def test_clocks(offset_s: float, error_s: float, synchronized: bool | None, status: Status) -> None:
    found = results(HostClock, healthy_view(clock=ClockSeen(offset_s, error_s, synchronized)))[""]
    assert found.status is status
    assert found.expected == "within 0.5 s of the control node"
    assert (found.hint is None) == (status in {Status.OK, Status.UNKNOWN})


def test_the_difference_is_the_figure_for_monitoring() -> None:
    found = results(HostClock, healthy_view(clock=ClockSeen(-1.23456, 0.01, synchronized=True)))[""]
    assert (found.value, found.unit) == (-1.235, "s")
    assert found.observed == "-1.235 s ± 0.010 s"


def test_hosts_of_this_machine_have_its_clock_whoever_keeps_it() -> None:
    view = healthy_view(clock=ClockSeen(0.0, 0.01, synchronized=False))
    machine = view.catalog.machine
    local = replace(machine, platform=replace(machine.platform, roots={machine.host: "/var/test"}))
    view = replace(view, catalog=replace(view.catalog, machine=local))
    assert results(HostClock, view)[""].status is Status.OK

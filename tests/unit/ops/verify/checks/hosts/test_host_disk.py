"""Disks that fill up, and those that the kernel has stopped to write to."""

from __future__ import annotations

from typing import Any

import pytest

from hiera_kafka.catalog.needs import FREE_BYTES
from hiera_kafka.ops.verify.checks.hosts.host_disk import HostDisk
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import GIBIBYTE, healthy_view, results, with_filesystem

MOUNT = "/srv/kafka/a"


@pytest.mark.parametrize(
    ("fields", "status", "observed"),
    [
        ({}, Status.OK, "60.0 %, 60.0 GiB of 100.0 GiB"),
        ({"free_bytes": 14 * GIBIBYTE}, Status.WARNING, "14.0 %, 14.0 GiB of 100.0 GiB"),
        ({"free_bytes": 4 * GIBIBYTE}, Status.CRITICAL, "4.0 %, 4.0 GiB of 100.0 GiB"),
        ({"free_bytes": 0}, Status.CRITICAL, "0.0 %, 0.0 KiB of 100.0 GiB, a run of Ansible needs 256.0 MiB"),
        ({"read_only": True}, Status.CRITICAL, "read-only; 60.0 %, 60.0 GiB of 100.0 GiB"),
        (
            {"total_bytes": 300 * 2**20, "free_bytes": FREE_BYTES - 2**20},
            Status.CRITICAL,
            "85.0 %, 255.0 MiB of 300.0 MiB, a run of Ansible needs 256.0 MiB",
        ),
        ({"total_bytes": 0}, Status.UNKNOWN, "its filesystem has no size"),
    ],
)
def test_disks(fields: dict[str, Any], status: Status, observed: str) -> None:
    found = results(HostDisk, with_filesystem(healthy_view(), MOUNT, **fields))
    one = found.pop(MOUNT)
    assert (one.status, one.observed) == (status, observed)
    assert [place.line for place in one.where] == [11]
    assert (one.hint is None) == (status in {Status.OK, Status.UNKNOWN})
    assert {other.status for other in found.values()} == {Status.OK}


def test_what_the_host_does_not_report_is_unknown() -> None:
    found = results(HostDisk, healthy_view(filesystems={}))
    assert {one.status for one in found.values()} == {Status.UNKNOWN}
    assert MOUNT in found


def test_what_is_free_is_the_figure_for_monitoring() -> None:
    found = results(HostDisk, healthy_view())[MOUNT]
    assert (found.value, found.unit, found.expected) == (60.0, "%", "15 % free for /srv/kafka/a")


def test_a_hint_is_a_command_whatever_the_host_calls_its_disks() -> None:
    odd = "/srv; reboot"
    view = with_filesystem(healthy_view(), MOUNT, mount=odd, free_bytes=0)
    assert f"-d 2 '{odd}' |" in str(results(HostDisk, view)[odd].hint)

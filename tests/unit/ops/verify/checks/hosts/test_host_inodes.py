"""Disks on which no more files can be made."""

from __future__ import annotations

from typing import Any

import pytest

from hiera_kafka.ops.verify.checks.hosts.host_inodes import HostInodes
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results, with_filesystem

MOUNT = "/srv/kafka/a"


@pytest.mark.parametrize(
    ("fields", "status", "observed"),
    [
        ({}, Status.OK, "90.0 %, 900000 of 1000000"),
        ({"free_inodes": 149_999}, Status.WARNING, "15.0 %, 149999 of 1000000"),
        ({"free_inodes": 7}, Status.CRITICAL, "0.0 %, 7 of 1000000"),
    ],
)
def test_inodes(fields: dict[str, Any], status: Status, observed: str) -> None:
    found = results(HostInodes, with_filesystem(healthy_view(), MOUNT, **fields))
    one = found.pop(MOUNT)
    assert (one.status, one.observed, one.unit) == (status, observed, "%")
    assert (one.hint is None) == (status is Status.OK)
    assert {other.status for other in found.values()} == {Status.OK}


def test_filesystems_that_make_them_as_needed_are_left_out() -> None:
    found = results(HostInodes, with_filesystem(healthy_view(), MOUNT, total_inodes=0, free_inodes=0))
    assert set(found) == {"/", "/srv/kafka/b"}


def test_what_the_host_does_not_report_is_unknown() -> None:
    found = results(HostInodes, healthy_view(filesystems={}))
    assert {one.status for one in found.values()} == {Status.UNKNOWN}


def test_a_hint_is_a_command_whatever_the_host_calls_its_disks() -> None:
    odd = "/srv`reboot`"
    view = with_filesystem(healthy_view(), MOUNT, mount=odd, free_inodes=0)
    assert f"-d 2 '{odd}' |" in str(results(HostInodes, view)[odd].hint)

"""Releases that are not there, or not whole."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.verify.checks.hosts.release_installed import ReleaseInstalled
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results

PATH = "/opt/kafka/kafka-3.9.2"


@pytest.mark.parametrize(
    ("releases", "status"),
    [({PATH: True}, Status.OK), ({PATH: False}, Status.CRITICAL), ({}, Status.UNKNOWN), ({"/x": True}, Status.UNKNOWN)],
)
def test_a_release(releases: dict[str, bool], status: Status) -> None:
    found = results(ReleaseInstalled, healthy_view(releases=releases))
    assert [(name, one.status) for name, one in found.items()] == [("kafka 3.9.2", status)]
    assert found["kafka 3.9.2"].expected == f"kafka 3.9.2 in {PATH} (default)"

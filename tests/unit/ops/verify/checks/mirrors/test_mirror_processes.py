"""Processes of a mirror."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.verify.checks.mirrors.mirror_processes import MirrorProcesses
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_mirror import MIRROR, results, source


def test_all_run_and_are_in_the_group() -> None:
    (result,) = results(MirrorProcesses, source(), "running", "running")

    assert (result.status, result.subject, result.observed) == (Status.OK, "a_to_b", "2 members")
    assert (result.expected, result.value) == ("2 members in group kafka-mirror-a_to_b", 2)
    assert result.hosts == MIRROR.hosts


@pytest.mark.parametrize(
    ("states", "members", "status", "words"),
    [
        (("running", "stopped"), 1, Status.WARNING, "c2.example.org is stopped"),
        (("running", "failed"), 1, Status.CRITICAL, "c2.example.org is failed"),
        (("stopped", "stopped"), 0, Status.CRITICAL, "nobody reads"),
        ((), 1, Status.WARNING, "1 of 2 members"),
        (("running", "running"), 0, Status.CRITICAL, "nobody reads"),
        (("running", None), 2, Status.UNKNOWN, "c2.example.org: said None"),
    ],
)
def test_fewer_are_told(states: tuple[str | None, ...], members: int, status: Status, words: str) -> None:
    (result,) = results(MirrorProcesses, source(members=members), *states)

    assert result.status is status
    assert words in result.observed


def test_a_source_that_is_silent_leaves_it_unknown() -> None:
    (result,) = results(MirrorProcesses, None, "running", "running", silent=True)

    assert result.status is Status.UNKNOWN
    assert result.observed == "cluster a does not answer: no broker of a:1 answers within 10 s"
    (result,) = results(MirrorProcesses, None, "running", "running")
    assert result.observed == "nothing is known of its group"

"""Whether a majority serves."""

from __future__ import annotations

from typing import Any

import pytest

from hiera_kafka.ops.verify.checks.ensembles.ensemble_quorum import EnsembleQuorum
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_ensemble import HOSTS, SILENT, alone, results, server, stopped


def test_all_serve_and_one_leads() -> None:
    (result,) = results(EnsembleQuorum)

    assert (result.status, result.subject, result.value) == (Status.OK, "main", 3)
    assert result.expected == "2 members or more of 3 serve, one of which leads"
    assert result.observed == "3 of 3, led by z2.example.org"
    assert result.hosts == HOSTS
    assert result.where


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({1: stopped(1)}, Status.OK, "2 of 3, led by z2.example.org"),
        ({1: stopped(1), 3: stopped(3)}, Status.CRITICAL, "1 of 3, led by z2.example.org"),
        ({1: stopped(1), 2: stopped(2), 3: stopped(3)}, Status.CRITICAL, "0 of 3"),
        ({2: server(2, mode="looking")}, Status.CRITICAL, "2 of 3, none of which leads"),
        ({1: server(1, mode="leader")}, Status.CRITICAL, "3 of 3, led by z1.example.org, z2.example.org"),
        ({1: server(1, mode="standalone")}, Status.CRITICAL, "3 of 3, led by z1.example.org, z2.example.org"),
        ({1: SILENT}, Status.OK, "2 of 3, led by z2.example.org"),
        ({1: SILENT, 3: SILENT}, Status.UNKNOWN, "1 of 3, led by z2.example.org; server 1 on z1.example.org"),
        ({2: SILENT}, Status.UNKNOWN, "2 of 3, none of which leads; server 2 on z2.example.org could not be seen"),
        ({1: SILENT, 2: stopped(2), 3: stopped(3)}, Status.CRITICAL, "0 of 3"),
    ],
)
def test_a_majority_is_needed_and_one_leader(changed: dict[int, Any], status: Status, words: str) -> None:
    (result,) = results(EnsembleQuorum, changed)

    assert result.status is status
    assert result.observed.startswith(words)


def test_a_server_that_is_alone_leads_itself() -> None:
    (well,), (bad,) = EnsembleQuorum().check(alone()), EnsembleQuorum().check(alone(mode=None))

    assert (well.status, well.observed) == (Status.OK, "1 of 1, led by y1.example.org")
    assert bad.status is Status.CRITICAL

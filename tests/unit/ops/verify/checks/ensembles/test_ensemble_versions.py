"""Versions of members."""

from __future__ import annotations

from hiera_kafka.ops.verify.checks.ensembles.ensemble_versions import EnsembleVersions
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_ensemble import SILENT, results, server, stopped


def test_all_run_the_same() -> None:
    (result,) = results(EnsembleVersions)

    assert (result.status, result.observed) == (Status.OK, "ZooKeeper 3.8.4")


def test_two_versions_are_a_warning() -> None:
    (result,) = results(EnsembleVersions, {1: server(1, version="3.5.9"), 3: stopped(3)})

    assert (result.status, result.observed) == (
        Status.WARNING,
        "3.5.9 on z1.example.org; 3.8.4 on z2.example.org",
    )


def test_members_that_were_not_seen_leave_it_unknown() -> None:
    (result,) = results(EnsembleVersions, {1: SILENT})
    assert (result.status, result.observed) == (
        Status.UNKNOWN,
        "ZooKeeper 3.8.4, but z1.example.org could not be seen",
    )
    (result,) = results(EnsembleVersions, dict.fromkeys((1, 2, 3), SILENT))
    assert result.observed == "z1.example.org, z2.example.org, z3.example.org could not be seen"

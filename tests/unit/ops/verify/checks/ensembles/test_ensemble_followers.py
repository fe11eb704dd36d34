"""Followers in sync."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.verify.checks.ensembles.ensemble_followers import EnsembleFollowers
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_ensemble import SILENT, alone, results, server, stopped


def test_the_leader_counts_all_of_them() -> None:
    (result,) = results(EnsembleFollowers)

    assert (result.status, result.expected, result.value) == (Status.OK, "2 followers in sync", 2)
    assert result.observed == "2, by server 2 on z2.example.org"


@pytest.mark.parametrize(("synced", "status"), [("2.0", Status.OK), ("1", Status.CRITICAL), ("3", Status.CRITICAL)])
def test_another_number_is_critical(synced: str, status: Status) -> None:
    (result,) = results(EnsembleFollowers, {2: server(2, values={"zk_synced_followers": synced})})

    assert result.status is status


def test_what_no_leader_says_is_unknown() -> None:
    for said in (SILENT, stopped(2), None):
        (result,) = results(EnsembleFollowers, {2: said})
        assert (result.status, result.observed) == (Status.UNKNOWN, "no member was seen to lead")
    (result,) = results(EnsembleFollowers, {2: server(2, values={"zk_synced_followers": "²"})})
    assert result.observed == "server 2 on z2.example.org leads, and does not answer the word mntr"


def test_a_server_that_is_alone_has_no_followers() -> None:
    assert list(EnsembleFollowers().check(alone())) == []

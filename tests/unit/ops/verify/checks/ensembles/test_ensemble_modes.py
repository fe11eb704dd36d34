"""Modes of members."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.look.seen import ServerSeen
from hiera_kafka.ops.verify.checks.ensembles.ensemble_modes import EnsembleModes
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_ensemble import HOSTS, SILENT, alone, results, server, stopped


def test_members_lead_or_follow() -> None:
    found = results(EnsembleModes)

    assert [(result.status, result.subject, result.observed) for result in found] == [
        (Status.OK, "server 1 on z1.example.org", "follower"),
        (Status.OK, "server 2 on z2.example.org", "leader"),
        (Status.OK, "server 3 on z3.example.org", "follower"),
    ]
    assert found[2].hosts == HOSTS[2:]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (stopped(1), "it does not answer: 127.0.0.1:2181: Connection refused"),
        (server(1, mode="looking"), "looking"),
        (server(1, mode="standalone"), "standalone"),
        (server(1, mode="observer"), "observer"),
    ],
)
def test_other_modes_are_critical(said: ServerSeen, words: str) -> None:
    found = results(EnsembleModes, {1: said})

    assert [result.status for result in found] == [Status.CRITICAL, Status.OK, Status.OK]
    assert found[0].observed == words
    assert found[0].hint


def test_a_host_that_says_nothing_is_unknown() -> None:
    found = results(EnsembleModes, {1: SILENT, 2: None})

    assert [result.status for result in found] == [Status.UNKNOWN, Status.UNKNOWN, Status.OK]
    assert found[0].observed == f"the host did not answer: {SILENT.message}"
    assert found[1].observed == "the host tells of no ZooKeeper server"


def test_a_server_that_is_alone_is_standalone() -> None:
    assert [result.status for result in EnsembleModes().check(alone())] == [Status.OK]
    assert [result.status for result in EnsembleModes().check(alone(mode="follower"))] == [Status.CRITICAL]

"""Ids of members."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.ops.look.seen import ServerSeen
from hiera_kafka.ops.verify.checks.ensembles.ensemble_myids import EnsembleMyids
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_ensemble import SILENT, alone, results, server, stopped


def test_members_have_their_ids() -> None:
    found = results(EnsembleMyids)

    assert [(result.status, result.expected) for result in found] == [
        (Status.OK, f"myid {number}") for number in (1, 2, 3)
    ]
    assert found[0].observed == "its file says 1, and so does the server"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (server(1, myid=2), "its file says 2, the server 1"),
        (server(1, conf={"serverId": "3"}), "its file says 1, the server 3"),
        (server(1, myid=None), "its file myid is missing, the server 1"),
        (replace(stopped(1), myid=None), "its file myid is missing"),
    ],
)
def test_another_id_is_critical(said: ServerSeen, words: str) -> None:
    first = results(EnsembleMyids, {1: said})[0]

    assert (first.status, first.observed) == (Status.CRITICAL, words)


def test_of_a_server_that_is_stopped_the_file_counts() -> None:
    first = results(EnsembleMyids, {1: stopped(1)})[0]

    assert (first.status, first.observed) == (Status.OK, "its file says 1")


def test_a_host_that_says_nothing_is_unknown() -> None:
    assert results(EnsembleMyids, {3: SILENT})[2].status is Status.UNKNOWN


def test_a_server_that_is_alone_has_an_id_on_disk_only() -> None:
    assert [result.status for result in EnsembleMyids().check(alone())] == [Status.OK]
    assert [result.status for result in EnsembleMyids().check(alone(myid=1))] == [Status.CRITICAL]

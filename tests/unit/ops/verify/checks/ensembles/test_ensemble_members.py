"""Whether members agree on who is one."""

from __future__ import annotations

from hiera_kafka.ops.verify.checks.ensembles.ensemble_members import EnsembleMembers
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_ensemble import LINES, SILENT, alone, results, server, stopped


def test_all_have_the_list_of_the_data() -> None:
    found = results(EnsembleMembers)

    assert [(result.status, result.observed) for result in found] == [(Status.OK, "3 members, all the same")] * 3
    assert found[0].where


def test_another_list_is_critical() -> None:
    other = {**LINES, "server.3": "z9.example.org:2182:2183:participant", "server.4": "z4.example.org:2182:2183"}
    del other["server.1"]

    found = results(EnsembleMembers, {2: server(2, conf=other)})

    assert [result.status for result in found] == [Status.OK, Status.CRITICAL, Status.OK]
    assert found[1].observed == (
        "server.1 is missing, not z1.example.org:2182:2183, "
        "server.3 is z9.example.org:2182:2183, not z3.example.org:2182:2183, "
        "server.4 is z4.example.org:2182:2183, not a member"
    )


def test_an_observer_is_no_member_that_votes() -> None:
    other = {**LINES, "server.3": "z3.example.org:2182:2183:observer"}

    assert results(EnsembleMembers, {1: server(1, conf=other)})[0].status is Status.CRITICAL


def test_addresses_of_clients_do_not_count() -> None:
    other = {name: f"{line};0.0.0.0:2181" for name, line in LINES.items()}

    assert results(EnsembleMembers, {1: server(1, conf=other)})[0].status is Status.OK


def test_a_member_that_does_not_tell_is_unknown() -> None:
    found = results(EnsembleMembers, {1: stopped(1), 2: server(2, conf={}), 3: SILENT})

    assert [result.status for result in found] == [Status.UNKNOWN] * 3
    assert [result.observed for result in found[:2]] == [
        "it does not answer: 127.0.0.1:2181: Connection refused",
        "it does not answer the word conf",
    ]


def test_a_server_that_is_alone_has_no_list() -> None:
    assert list(EnsembleMembers().check(alone())) == []

"""The members of an ensemble in the data."""

from __future__ import annotations

from hiera_kafka.ops.verify.views.ensemble import EnsembleView
from lib.data.healthy_ensemble import HOSTS, SILENT, server, view


def test_members_come_by_id_with_their_servers() -> None:
    members = view({2: SILENT, 3: None}).members

    assert [(member.myid, member.host) for member in members] == list(enumerate(HOSTS, 1))
    assert [member.server for member in members] == [server(1), None, None]
    assert members[0].subject == "server 1 on z1.example.org"


def test_why_a_member_says_nothing() -> None:
    whole = view({2: SILENT, 3: None})
    unseen = EnsembleView(whole.name, whole.model, {})

    assert unseen.members[0].silence == "nobody looked at the host"
    assert whole.members[1].silence == f"the host did not answer: {SILENT.message}"
    assert whole.members[2].silence == "the host tells of no ZooKeeper server"

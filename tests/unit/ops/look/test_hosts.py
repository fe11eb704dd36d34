"""Hosts looked at together: local ones answer for real, others say why they do not; tests/lab has those behind SSH."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.look import hosts, program
from hiera_kafka.ops.look.seen import HostSeen
from lib.data.project_trees import HOST, PAGE, project_tree

K1, K2 = "k1.example.org", "k2.example.org"


def asked(root: Path) -> dict[str, Any]:
    return {
        "root": str(root),
        "service_manager": "supervisor",
        "facts": {"clock": True, "services": [{"name": "kafka"}]},
    }


def test_each_host_answers_for_itself_and_is_told_when_it_is_done(tmp_path: Path) -> None:
    told: dict[str, HostSeen | Diagnostic] = {}
    with Sessions([Reach.here(K1), Reach.here(K2)]) as sessions:
        found = hosts.ask(sessions, {host: asked(tmp_path) for host in (K1, K2)}, told.__setitem__)

    assert list(found) == [K1, K2]
    assert told == found
    for seen in found.values():
        assert isinstance(seen, HostSeen)
        assert seen.services["kafka"].state == "stopped"
        assert abs(seen.clock.offset_s) <= seen.clock.error_s
        assert seen.took_s > 0


def test_a_host_whose_answer_is_none_is_named_and_the_others_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(request: Any) -> bytes:
        return b"print('not what was asked')\n" if request["root"] == "odd" else program.program(request)

    monkeypatch.setattr(hosts, "program", made)
    with Sessions([Reach.here(K1), Reach.here(K2)]) as sessions:
        found = hosts.ask(sessions, {K1: {**asked(tmp_path), "root": "odd"}, K2: asked(tmp_path)})
    odd = found[K1]
    assert isinstance(odd, Diagnostic)
    assert (odd.id, odd.host) == ("look-answer-invalid", K1)
    assert isinstance(found[K2], HostSeen)


def test_hosts_of_an_inventory_are_asked_for_what_they_are_to_be(tmp_path: Path) -> None:
    compiler = Compiler.load(project_tree(tmp_path, PAGE, local=True))
    with Sessions([Reach.here(HOST)]) as sessions:
        (seen,) = hosts.look(compiler, [HOST], sessions).values()
    assert isinstance(seen, HostSeen)
    assert [*seen.services] == ["zookeeper", "kafka"]
    assert [*seen.releases.values()] == [False]

"""When a member of an ensemble may be stopped, and when it is back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.gate import Member, Verdict
from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.zookeeper import Snapshot, after, before, observe

LEADER, FOLLOWER = "leader", "follower"
REFUSED = "no connection: Connection refused"


def ensemble(size: int, *, leader: int | None = 2, silent: tuple[int, ...] = (), synced: int | None = None) -> Snapshot:
    members = tuple(Member(number, f"zk{number}", f"10.0.0.{number}", 2181) for number in range(1, size + 1))
    serving = [member.id for member in members if member.id not in silent]
    modes = {number: LEADER if number == leader else FOLLOWER for number in serving}
    return Snapshot(members, modes, dict.fromkeys(silent, REFUSED), len(serving) - 1 if synced is None else synced)


def ids(verdict: Verdict) -> list[str]:
    return [problem.id for problem in verdict.problems] + ([verdict.outage.id] if verdict.outage else [])


@pytest.mark.parametrize("size", [3, 5, 7])
def test_a_follower_and_the_leader_of_a_complete_ensemble_may_be_stopped(size: int) -> None:
    assert before(ensemble(size), 1) == Verdict(f"{size} of {size} members serve, 2 leads", leads=False)
    assert before(ensemble(size), 2) == Verdict(f"{size} of {size} members serve, 2 leads", leads=True)


def test_no_member_of_three_is_stopped_while_another_is_down() -> None:
    verdict = before(ensemble(3, silent=(3,)), 1)
    (problem,) = verdict.problems
    assert problem.render() == (
        "error[gate-quorum]: without member 1, 1 of 3 would serve and be up to date; more than half must; "
        "down: 3 (zk3, 10.0.0.3:2181): no connection: Connection refused\n"
        "    hint: start what is down (ansible-playbook hiera_kafka.core.site does) "
        "before another one is stopped\n"
        "    docs: docs/rules/gate-quorum.md"
    )


def test_a_member_of_five_waits_for_the_one_that_is_down_though_a_quorum_would_be_left() -> None:
    assert ids(before(ensemble(5, silent=(3,)), 1)) == ["gate-member-down"]


def test_followers_that_are_not_up_to_date_do_not_count() -> None:
    assert ids(before(ensemble(3, synced=1), 1)) == ["gate-quorum"]
    assert ids(before(ensemble(5, synced=2), 1)) == ["gate-quorum"]
    assert ids(before(ensemble(5, synced=3), 1)) == []


def test_nobody_is_stopped_while_nobody_or_more_than_one_leads() -> None:
    assert ids(before(ensemble(5, leader=None), 1)) == ["gate-quorum"]
    torn = Snapshot(ensemble(3).members, {1: LEADER, 2: LEADER, 3: FOLLOWER})
    (problem,) = before(torn, 1).problems
    assert problem.message == ("exactly one member must lead, found: 1 (zk1, 10.0.0.1:2181), 2 (zk2, 10.0.0.2:2181)")


@pytest.mark.parametrize(("size", "mode"), [(1, "standalone"), (2, LEADER)])
def test_an_ensemble_of_one_or_two_cannot_be_rolled_without_an_outage(size: int, mode: str) -> None:
    small = Snapshot(ensemble(size).members, {**ensemble(size).modes, size: mode}, synced=size - 1)
    verdict = before(small, size)
    assert ids(verdict) == ["gate-outage"]
    assert verdict.leads


def test_a_member_is_back_when_the_ensemble_is_complete_and_up_to_date() -> None:
    assert ids(after(ensemble(3), 1)) == []
    assert ids(after(ensemble(3, silent=(1,)), 1)) == ["gate-not-back"]
    assert ids(after(ensemble(3, silent=(3,)), 1)) == ["gate-member-down"]
    (problem,) = after(ensemble(3, synced=1), 1).problems
    assert problem.message == "the leader counts 1 follower as up to date, expected 2"
    assert ids(after(ensemble(3, leader=None), 1)) == ["gate-quorum"]


@given(st.integers(3, 9), st.data())
def test_whoever_passes_leaves_more_than_half(size: int, data: st.DataObject) -> None:
    """The one law of the gate, over every ensemble of three to nine."""
    own = data.draw(st.integers(1, size))
    silent = tuple(data.draw(st.sets(st.integers(1, size))))
    synced = data.draw(st.integers(0, size - 1))
    snapshot = ensemble(size, silent=silent, synced=synced)
    if not before(snapshot, own).problems:
        left = [number for number in snapshot.modes if number != own]
        assert 2 * len(left) > size
        assert 2 * synced > size
        assert len(snapshot.leaders) == 1


@contextmanager
def zookeeper(answers: Mapping[str, str], stop: threading.Event) -> Iterator[tuple[str, int]]:
    """Answer four-letter words as written."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while not stop.is_set():
                connection, _ = server.accept()
                with connection:
                    connection.sendall(answers.get(connection.recv(16).decode(), "").encode())

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()
        stop.set()
        socket.create_connection(server.getsockname()).close()
        thread.join()


def test_every_member_is_asked_and_the_leader_for_its_followers() -> None:
    with ExitStack() as stack:
        leader = stack.enter_context(
            zookeeper({"srvr": "Mode: leader\n", "mntr": "zk_synced_followers\t1\n"}, threading.Event())
        )
        follower = stack.enter_context(zookeeper({"srvr": "Mode: follower\n"}, threading.Event()))
        lost = stack.enter_context(zookeeper({"srvr": "not currently serving requests\n"}, threading.Event()))
        alone = stack.enter_context(zookeeper({"srvr": "Mode: standalone\n"}, threading.Event()))
        with socket.create_server(("127.0.0.1", 0)) as closed:
            nobody = closed.getsockname()
        places = (leader, follower, lost, alone, nobody)
        snapshot = observe([Member(number, f"zk{number}", *place) for number, place in enumerate(places, start=1)])
    assert snapshot.modes == {1: LEADER, 2: FOLLOWER}
    assert snapshot.synced == 1
    assert snapshot.silent == {
        3: "answers 'not currently serving requests'",
        4: "serves as standalone",
        5: REFUSED,
    }
    assert snapshot.text == "2 of 5 members serve, 1 leads"

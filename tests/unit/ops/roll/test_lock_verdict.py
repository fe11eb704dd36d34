"""What the answers of all hosts to a run that locks clusters come to."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import Any

import pytest

from hiera_kafka.ops.roll import lock_verdict
from hiera_kafka.ops.roll.cluster_lock import Lock, Run
from hiera_kafka.ops.roll.lock_verdict import HostAnswer, Lease, LockAnswer, LockVerdict
from hiera_kafka.ops.roll.process_identity import has_ended, of_process

K1, K2, K3 = HOSTS = tuple(f"k{number}.example.org" for number in (1, 2, 3))
RUN = Run("mine", "bob@laptop", "rolling restart", "", "", 60.0, (Lock("kafka_broker", "events", HOSTS),))


def lease(process: str = "", owner: str = "alice@bastion") -> Lease:
    return Lease("77aa", owner, "upgrade", "2026-01-01T00:00:00+00:00", process)


def answers(*found: str, granted: str = "", process: str = "") -> list[HostAnswer]:
    """Return what hosts answered: what each found, and the numbers of those that granted; `-` did not answer."""
    results = []
    for number, (host, what) in enumerate(zip(HOSTS, found, strict=False), 1):
        there = lease(process) if "other" in what else None
        leases = {"kafka_broker": LockAnswer(what, str(number) in granted, there, 60.0)}
        results.append(HostAnswer(host, why="no route") if what == "-" else HostAnswer(host, leases))
    return results


def refused(state: str, results: list[HostAnswer], **options: Any) -> str:
    return lock_verdict.verdict(RUN, state, results, **options).refused


@pytest.mark.parametrize(
    ("state", "results"),
    [
        ("shown", answers("free", "free", "free")),
        ("shown", answers("-", "-", "-")),
        ("shown", answers("other-ended", "free", "-")),
        ("held", answers("free", "free", "free", granted="123")),
        ("held", answers("free", "-", "free", granted="13")),
        ("held", answers("free", "free", "other-ended", granted="12")),
        ("renewed", answers("own", "own", "own", granted="123")),
        ("renewed", answers("own", "-", "own", granted="13")),
        # What this run could not reach when it took the lock, somebody else met, who then gave up.
        ("renewed", answers("own", "own", "other", granted="12")),
    ],
)
def test_more_than_half_is_enough(state: str, results: list[HostAnswer]) -> None:
    assert refused(state, results) == ""


@pytest.mark.parametrize("state", ["shown", "held"])
def test_a_run_that_one_host_knows_of_is_named(state: str) -> None:
    assert refused(state, answers("free", "free", "other", granted="12")) == (
        "error[roll-locked]: alice@bastion works on Kafka events since 2026-01-01T00:00:00+00:00 (upgrade, run 77aa); "
        "one run at a time may\n"
        f"    note: so says {K3}\n"
        "    hint: wait for its end, then run again; unless it is renewed, its lease ends in 60 s\n"
        "    docs: docs/rules/roll-locked.md"
    )


def test_what_others_wrote_cannot_break_a_line() -> None:
    theirs = LockAnswer("other", False, lease(owner="x\n::error::\x1b[2J"), 60.0)
    assert "x\\n::error::\\x1b[2J works on" in refused("shown", [HostAnswer(K1, {"kafka_broker": theirs})])


def test_an_answer_without_the_lock_is_none() -> None:
    silent = [HostAnswer(host, {}) for host in HOSTS]
    assert f"note: {K1}: no answer; " in refused("held", silent)


def test_an_ended_lease_on_most_hosts_is_taken_over_by_name() -> None:
    results = answers("other-ended", "other-ended", "free")
    text = refused("shown", results, command="roll -e run=")
    assert "error[lock-expired]: alice@bastion worked on Kafka events since" in text
    assert "hint: when it is not at work any more, work in its place: roll -e run=77aa\n" in text
    assert refused("shown", results, take_over=["77aa"]) == ""
    assert "error[lock-expired]" in refused("shown", results, take_over=["other"])
    assert "error[lock-expired]" in refused("held", answers("other-ended", "other-ended", "free", granted="3"))
    assert refused("held", answers("other-ended", "other-ended", "-", granted="12"), take_over=["77aa"]) == ""


def test_less_than_half_is_not_enough_and_says_who_did_not_answer() -> None:
    text = refused("held", answers("free", "-", "-", granted="1"))
    assert f"error[lock-majority]: the lock of Kafka events takes 2 of its 3 hosts; granted: {K1}\n" in text
    assert f"note: {K2}: no route; {K3}: no route\n" in text


def test_what_cannot_be_read_is_nobodys() -> None:
    text = refused("held", answers("unreadable", "free", "free", granted="23"))
    assert f"error[lock-unreadable]: {K1} has something for the lock of Kafka events that cannot be read" in text
    assert refused("shown", answers("unreadable"), take_over=["77aa"]) != ""


@pytest.mark.parametrize(
    "results",
    [
        answers("own", "own-ended", "own-ended", granted="123"),
        answers("own", "free", "-", granted="12"),
        answers("own", "other", "other", granted="1"),
    ],
)
def test_a_lock_that_was_not_kept_ends_the_run(results: list[HostAnswer]) -> None:
    text = refused("renewed", results)
    assert (
        "error[lock-lost]: run mine held the lock of Kafka events, and has only 1 of 3 leases that have not ended; "
        "it needs 2\n"
    ) in text
    assert f"note: {K2}: " in text


def test_a_run_of_this_machine_whose_process_has_ended_is_taken_over_by_name_before_its_lease_ends() -> None:
    with subprocess.Popen(["sleep", "600"]) as process:
        alive = of_process(process.pid)
        assert not has_ended(alive)
        assert "wait for its end" in refused("shown", answers("other", process=alive), take_over=["77aa"])
        process.kill()
    assert has_ended(alive)
    ended = answers("other", "other", process=alive)
    assert "its process on this machine has ended; to work in its place: roll 77aa\n" in refused(
        "shown", ended, command="roll "
    )
    assert lock_verdict.verdict(RUN, "shown", ended, take_over=["77aa"]) == LockVerdict("", ("77aa",))


def test_a_stop_of_everything_minds_only_runs_that_may_be_at_work() -> None:
    assert "error[roll-locked]" in refused("shown", answers("other"), at_work=True)
    assert "; or go on all the same: stop 77aa\n" in refused("shown", answers("other"), at_work=True, command="stop ")
    assert refused("shown", answers("other"), at_work=True, take_over=["77aa"]) == ""
    assert refused("shown", answers("other-ended", "other-ended", "other-ended"), at_work=True) == ""
    with subprocess.Popen(["true"]) as process:
        ended = of_process(process.pid)
    assert refused("shown", answers("other", process=ended), at_work=True) == ""


@pytest.mark.parametrize("options", [{}, {"at_work": True}, {"take_over": ["77aa"]}])
@pytest.mark.parametrize("state", ["shown", "held"])
def test_one_host_of_a_later_release_ends_a_run_whatever_it_may_do_besides(state: str, options: dict[str, Any]) -> None:
    text = refused(state, answers("free", "newer", "free", granted="13"), **options)
    assert text.startswith(f"error[record-newer]: a later release of hiera-kafka has set up {K2}; understood is ")


def test_a_later_release_is_told_once_for_all_locks() -> None:
    run = replace(RUN, locks=(*RUN.locks, Lock("zookeeper", "main", HOSTS)))
    both = {"kafka_broker": LockAnswer("newer", False, None, 0.0), "zookeeper": LockAnswer("newer", False, None, 0.0)}
    text = lock_verdict.verdict(run, "shown", [HostAnswer(host, both) for host in (K1, K3)]).refused
    assert text.count("error[record-newer]") == 1
    assert f"has set up {K1}, {K3}; " in text

"""Who a run that locks clusters is, whom it asks, and what their answers come to."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.ops.roll import cluster_lock
from lib.data.project_trees import project_tree

K1, K2, K3 = HOSTS = tuple(f"k{number}.example.org" for number in (1, 2, 3))
DATA = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 3, k2.example.org: 2, k3.example.org: 1}}}\n"
    "kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 11}}}}\n"
)
BOTH = [["zookeeper", K1], ["kafka_broker", K1], ["kafka_broker", K2]]


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path / "one", DATA))


def test_a_run_asks_all_members_of_each_cluster_in_one_order(inventory: str) -> None:
    run = cluster_lock.run(inventory, BOTH, "rolling restart", 60)
    assert run["locks"] == [
        {"lock": "kafka_broker", "cluster": "events", "members": [K1]},
        {"lock": "zookeeper", "cluster": "main", "members": [K3, K2, K1]},
    ]
    assert run["hosts"] == [K1, K3, K2]
    again = cluster_lock.run(inventory, [["zookeeper", K3], ["zookeeper", K2]], "upgrade", 60)
    assert again["locks"] == run["locks"][1:]
    assert again["run"] != run["run"]


def test_a_run_says_who_it_is_on_one_clean_line(inventory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "root")
    monkeypatch.setenv("SUDO_USER", "eve\x1b[31m\n")
    run = cluster_lock.run(inventory, BOTH, "x" * 1000, 60)
    assert run["owner"].startswith("eve\\x1b[31m\\n as root@")
    assert len(run["reason"]) == 200
    assert run["seconds"] == 60


def test_a_host_is_asked_for_the_locks_of_its_own_clusters(inventory: str) -> None:
    run = cluster_lock.run(inventory, BOTH, "rolling restart", 60)
    assert cluster_lock.asked(inventory, K1, run)["locks"] == {"kafka_broker": "events", "zookeeper": "main"}
    asked = cluster_lock.asked(inventory, K2, run)
    assert asked.pop("locks") == {"zookeeper": "main"}
    assert asked.pop("root") == ""
    assert asked == {name: run[name] for name in ("run", "owner", "reason", "since", "process", "seconds")}


def test_hosts_on_this_machine_have_their_leases_below_their_own_directories(tmp_path: Path) -> None:
    inventory = str(project_tree(tmp_path, DATA, local=True))
    assert (
        cluster_lock.asked(inventory, K2, cluster_lock.run(inventory, BOTH, "", 60))["root"]
        == f"{tmp_path}/var/test/{K2}"
    )


def test_mirrors_have_the_lock_of_the_cluster_that_they_write(tmp_path: Path) -> None:
    mirrored = (
        "zookeeper_clusters: {z: {hosts: {z1.example.org: 1}}}\n"
        "kafka_clusters:\n"
        "  a: {zookeeper_cluster_name: z, brokers: {a1.example.org: {id: 1}}}\n"
        "  b: {zookeeper_cluster_name: z, brokers: {b1.example.org: {id: 1}, b2.example.org: {id: 2}}}\n"
        "kafka_mirrors: {a_to_b: {source: a, destination: b, topics: 'a.+'}}\n"
    )
    inventory = str(project_tree(tmp_path, mirrored))
    (lock,) = cluster_lock.run(
        inventory, [["kafka_mirror", "b2.example.org"], ["kafka_mirror", "a1.example.org"]], "", 60
    )["locks"]
    assert lock == {"lock": "kafka_broker", "cluster": "b", "members": ["b1.example.org", "b2.example.org"]}


RUN = {"run": "mine", "locks": [{"lock": "kafka_broker", "cluster": "events", "members": list(HOSTS)}]}


def lease(process: str = "") -> dict[str, str]:
    return {
        "run": "77aa",
        "owner": "alice@bastion",
        "reason": "upgrade",
        "since": "2026-01-01T00:00:00+00:00",
        "process": process,
    }


def answers(*found: str, granted: str = "", process: str = "") -> list[dict[str, Any]]:
    """Return what hosts answered: what each found, and the numbers of those that granted; `-` did not answer."""
    results: list[dict[str, Any]] = []
    for number, (host, what) in enumerate(zip(HOSTS, found, strict=False), 1):
        answer = {
            "found": what,
            "granted": str(number) in granted,
            "lease": lease(process) if "other" in what else None,
            "left": 60.0,
        }
        results.append({"item": host, **({"msg": "no route"} if what == "-" else {"leases": {"kafka_broker": answer}})})
    return results


def refused(state: str, results: list[dict[str, Any]], **options: Any) -> str:
    text: str = cluster_lock.verdict(RUN, state, results, **options)["refused"]
    return text


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
def test_more_than_half_is_enough(state: str, results: list[dict[str, Any]]) -> None:
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
    results = answers("other")
    results[0]["leases"]["kafka_broker"]["lease"]["owner"] = "x\n::error::\x1b[2J"
    assert "x\\n::error::\\x1b[2J works on" in refused("shown", results)


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
def test_a_lock_that_was_not_kept_ends_the_run(results: list[dict[str, Any]]) -> None:
    text = refused("renewed", results)
    assert (
        "error[lock-lost]: run mine held the lock of Kafka events, and has only 1 of 3 leases that have not ended; "
        "it needs 2\n"
    ) in text
    assert f"note: {K2}: " in text


def test_a_run_of_this_machine_whose_process_has_ended_is_taken_over_by_name_before_its_lease_ends(
    inventory: str,
) -> None:
    with subprocess.Popen(["sleep", "600"]) as process:
        alive = cluster_lock._process(process.pid)
        assert not cluster_lock.has_ended(alive)
        assert "wait for its end" in refused("shown", answers("other", process=alive), take_over=["77aa"])
        process.kill()
    assert cluster_lock.has_ended(alive)
    ended = answers("other", "other", process=alive)
    assert "its process on this machine has ended; to work in its place: roll 77aa\n" in refused(
        "shown", ended, command="roll "
    )
    assert cluster_lock.verdict(RUN, "shown", ended, take_over=["77aa"]) == {"refused": "", "ended": ["77aa"]}
    own = cluster_lock.run(inventory, BOTH, "", 60)["process"]
    assert own == cluster_lock._process(os.getppid())
    assert not cluster_lock.has_ended(own)


@pytest.mark.parametrize("place", range(3), ids=["boot", "namespace", "user"])
def test_a_process_elsewhere_is_never_known_to_have_ended(place: int) -> None:
    with subprocess.Popen(["true"]) as process:
        parts = cluster_lock._process(process.pid).split("/")
    assert cluster_lock.has_ended("/".join(parts))
    parts[place] = "-1"
    assert not cluster_lock.has_ended("/".join(parts))


@pytest.mark.parametrize("process", ["", "x", "a/b/c", "a/b/c/1@2", "1@None"])
def test_what_says_nothing_of_a_process_is_no_proof(process: str) -> None:
    assert not cluster_lock.has_ended(process)
    machine, _, _ = cluster_lock._process(os.getpid()).rpartition("/")
    assert not cluster_lock.has_ended(f"{machine}/{process}")


def test_another_process_with_the_same_number_is_another() -> None:
    machine, _, _ = cluster_lock._process(os.getpid()).rpartition("/")
    assert cluster_lock.has_ended(f"{machine}/{os.getpid()}@1")


def test_whoever_stops_everything_minds_only_what_may_be_at_work() -> None:
    assert "error[roll-locked]" in refused("shown", answers("other"), at_work=True)
    assert "; or go on all the same: stop 77aa\n" in refused("shown", answers("other"), at_work=True, command="stop ")
    assert refused("shown", answers("other"), at_work=True, take_over=["77aa"]) == ""
    assert refused("shown", answers("other-ended", "other-ended", "other-ended"), at_work=True) == ""
    with subprocess.Popen(["true"]) as process:
        ended = cluster_lock._process(process.pid)
    assert refused("shown", answers("other", process=ended), at_work=True) == ""

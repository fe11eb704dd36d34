"""The module `cluster_lock`, through real `ansible` runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

LOCKS = {"kafka_broker": "events", "zookeeper": "main"}


def arguments(root: Path, state: str, run: str = "a", **more: Any) -> dict[str, Any]:
    who = {"run": run, "owner": f"{run}@laptop", "reason": "upgrade", "since": "today", "process": ""}
    return {**who, "locks": LOCKS, "seconds": 600, "root": str(root), "state": state, **more}


def found(outcome: Any) -> dict[str, str]:
    return {lock: answer["found"] for lock, answer in outcome.data["leases"].items()}


def test_a_host_gives_all_of_its_locks_to_one_run_until_they_are_given_back(ansible: Any, root: Path) -> None:
    held = ansible("cluster_lock", arguments(root, "held"))
    assert (held.data["changed"], held.data["taken"]) == (True, False)
    assert all(answer["granted"] for answer in held.data["leases"].values())
    refused = ansible("cluster_lock", arguments(root, "held", "b"))
    assert (refused.data["changed"], refused.data["taken"]) == (False, True)
    assert refused.data["leases"]["zookeeper"]["lease"]["owner"] == "a@laptop"
    renewed = ansible("cluster_lock", arguments(root, "renewed"))
    assert found(renewed) == dict.fromkeys(LOCKS, "own")
    over = ansible("cluster_lock", arguments(root, "held", "b", ended=["a"]))
    assert all(answer["granted"] for answer in over.data["leases"].values())
    assert ansible("cluster_lock", arguments(root, "released", "a")).data["changed"] is False
    assert ansible("cluster_lock", arguments(root, "released", "b")).data["changed"] is True
    assert found(ansible("cluster_lock", arguments(root, "shown"))) == dict.fromkeys(LOCKS, "free")


@pytest.mark.parametrize("state", ["shown", "held", "renewed", "released"])
def test_a_check_run_looks_and_writes_nothing(ansible: Any, root: Path, state: str) -> None:
    outcome = ansible("cluster_lock", arguments(root, state), "--check")
    assert outcome.data["changed"] is False
    assert found(outcome) == dict.fromkeys(LOCKS, "free")
    assert list(root.iterdir()) == []


def test_a_directory_that_others_can_enter_is_refused(ansible: Any, root: Path) -> None:
    directory = root / "var/lib/hiera-kafka/cluster-locks"
    directory.mkdir(parents=True)
    directory.chmod(0o755)
    outcome = ansible("cluster_lock", arguments(root, "held"))
    assert f"error[lock-directory-unsafe]: {directory} belongs to" in outcome.data["msg"]


def test_a_host_that_a_later_release_has_set_up_gives_no_lock(ansible: Any, root: Path) -> None:
    ansible("cluster_lock", arguments(root, "held"))
    record = root / "var/lib/hiera-kafka/placed/kafka.json"
    record.parent.mkdir()
    record.write_text('{"format": 2}')
    for state in ("shown", "held"):
        outcome = ansible("cluster_lock", arguments(root, state, "b", ended=["a"]))
        assert found(outcome) == dict.fromkeys(LOCKS, "newer")
        assert (outcome.data["changed"], outcome.data["taken"]) == (False, True)
    # What a run has, it may give back.
    assert ansible("cluster_lock", arguments(root, "released")).data["changed"] is True

"""`hiera-kafka local`, where no cluster is needed; tests/local has the rest."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

from hiera_kafka.compiler.local_record import Recorded, write_recorded

HOST = "kafka1.analytics.eqiad1.wikimedia.cloud"
PROGRAM = Path(sys.executable).parent / "hiera-kafka"


@pytest.fixture
def stopped(local_tree: Path) -> Path:
    """The state directory of a cluster that is stopped."""
    state = local_tree.parents[2] / "var/test"
    (state / HOST / "srv").mkdir(parents=True)
    (state / HOST / "srv/data").write_bytes(b"x" * 100_000)
    write_recorded(state, Recorded().with_hosts([HOST]))
    return state


def test_status_of_what_was_never_started_says_so_and_ends_with_1(hiera_kafka: Run, local_tree: Path) -> None:
    result = hiera_kafka("local", "status", "-i", local_tree)

    assert result.code == 1
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["host", "address", "service", "state", "pid", "uptime"],
        [HOST, "zookeeper", "NOT", "STARTED", "-", "-"],
        [HOST, "kafka", "NOT", "STARTED", "-", "-"],
    ]


def test_status_as_json_says_what_is_wanted(hiera_kafka: Run, stopped: Path) -> None:
    result = hiera_kafka("local", "status", "-i", stopped.parents[1] / "inventories/test", "--output", "json")

    assert result.code == 1
    assert [(row["service"], row["address"], row["wanted"], row["ok"]) for row in result.json] == [
        ("zookeeper", "127.0.0.1", True, False),
        ("kafka", "127.0.0.1", True, False),
    ]


def test_status_with_broken_data_still_complains_of_the_data(hiera_kafka: Run, local_tree: Path) -> None:
    data = local_tree.parents[2] / "hieradata/data/common.yaml"
    data.write_text(data.read_text().replace('id: "1"', "id: one"))

    result = hiera_kafka("local", "status", "-i", local_tree)

    assert result.code == 3
    assert "common.yaml:12:13: error[not-an-integer]" in result.stderr


@pytest.mark.parametrize("command", ["up", "down", "status", "destroy"])
def test_inventories_of_real_hosts_are_refused(hiera_kafka: Run, tree: Path, command: str) -> None:
    result = hiera_kafka("local", command, "-i", tree)

    assert result.code == 3
    assert "error[inventory-not-local]" in result.stderr


def test_nothing_is_removed_where_nobody_can_be_asked(stopped: Path) -> None:
    done = subprocess.run(
        [PROGRAM, "local", "destroy", "-i", stopped.parents[1] / "inventories/test"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3
    assert f"This removes {stopped}:" in done.stdout
    assert "error[confirmation-needed]" in done.stderr
    assert stopped.exists()


@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 130)])
def test_one_question_decides_on_a_terminal(stopped: Path, answer: bytes, code: int) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    done = subprocess.run(
        [PROGRAM, "local", "destroy", "-i", stopped.parents[1] / "inventories/test"],
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(ours)
    os.close(theirs)

    assert done.returncode == code
    assert done.stderr.count("Remove it? [y/N]") == 1
    assert stopped.exists() is bool(code)


def test_scripts_say_yes_beforehand(hiera_kafka: Run, stopped: Path) -> None:
    inventory = stopped.parents[1] / "inventories/test"
    result = hiera_kafka("local", "destroy", "--yes", "-i", inventory, "--output", "json")

    assert result.code == 0
    assert result.json["removed"] == str(stopped)
    assert result.json["bytes"] >= 100_000
    assert not stopped.exists()
    assert hiera_kafka("local", "destroy", "--yes", "-i", inventory).stdout == (
        f"nothing to remove: {stopped} does not exist\n"
    )


def test_arguments_after_two_dashes_reach_ansible_playbook_and_its_failure_ends_with_1(local_tree: Path) -> None:
    done = subprocess.run(
        [PROGRAM, "local", "up", "-i", local_tree, "--output", "json", "--", "--list-hosts", "--no-such-option"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "unrecognized arguments: --no-such-option" in done.stderr
    assert '"id": "playbook-failed"' in done.stdout


@pytest.mark.slow
def test_what_touches_nothing_says_so(local_tree: Path) -> None:
    done = subprocess.run(
        [PROGRAM, "local", "up", "-i", local_tree, "--", "--list-tags"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "TASK TAGS" in done.stdout
    assert done.stdout.endswith("Nothing was changed.\n")
    assert not (local_tree.parents[2] / "var/test/bin").exists()

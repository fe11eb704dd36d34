"""`hiera-kafka verify`, of clusters that do not run: real clusters are in tests/local."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.unit.cli.conftest import Run
from tests.unit.cli.test_completion import PROGRAM

from hiera_kafka.errors import ExitCode
from hiera_kafka.ops.verify.checks.hosts.hosts_answer import HostsAnswer
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.host import HostView
from lib.data.project_trees import HOST, PAGE, project_tree


@pytest.fixture
def silent_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data of a cluster on this machine, at a port where nothing listens."""
    monkeypatch.chdir(tmp_path)
    return project_tree(tmp_path, PAGE.replace('        id: "1"', '        id: "1"\n        port: 9'), local=True)


def test_hosts_of_this_machine_answer(hiera_kafka: Run, local_tree: Path) -> None:
    result = hiera_kafka("verify", "-i", local_tree, "--only", "hosts-answer")

    assert result.code == ExitCode.OK
    assert result.stdout.startswith("ok        hosts-answer  hosts answer: 1 ok\n1 ok: 1 check of inventory ")
    assert result.stderr == ""


def test_verbose_has_what_is_ok_one_by_one(hiera_kafka: Run, local_tree: Path) -> None:
    assert (
        f"  ok: {HOST}: an answer after " in hiera_kafka("verify", "-i", local_tree, "--only", "hosts-*", "-v").stdout
    )


def _program(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program by itself: kafka-python leaves sockets of refused connections to the end of the process."""
    command = [PROGRAM, "verify", *map(str, arguments)]
    return subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_told_with_its_line_and_ends_with_4(silent_tree: Path) -> None:
    result = _program("my-kafka-cluster", "-i", silent_tree, "--only", "brokers-answer")

    assert result.returncode == ExitCode.UNREACHABLE
    lines = result.stdout.splitlines()
    assert lines[:3] == [
        "critical  brokers-answer  brokers answer: 1 critical",
        "  critical: my-kafka-cluster",
        "    expected: answers of 1 broker",
    ]
    assert lines[3].startswith("    observed: none: no broker of ")
    assert lines[4].startswith("    data: hieradata/data/common.yaml:")


@pytest.mark.slow
def test_monitoring_hears_of_it_as_critical(silent_tree: Path) -> None:
    result = _program("-i", silent_tree, "--only", "brokers-answer", "--format", "nagios")

    assert result.returncode == 2
    assert result.stdout.startswith("KAFKA CRITICAL - 1 critical: brokers-answer my-kafka-cluster | time=")


def test_a_check_with_a_bug_is_told_after_the_report_and_ends_with_70(
    hiera_kafka: Run, local_tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_check: HostsAnswer, view: HostView) -> list[Result]:
        raise KeyError(view.host)

    monkeypatch.setattr(HostsAnswer, "check", broken)
    result = hiera_kafka("verify", "-i", local_tree, "--only", "hosts-answer", "--only", "host-clock")

    assert result.code == ExitCode.BUG
    assert "    observed: this is a bug in hiera-kafka: KeyError" in result.stdout
    assert "ok        host-clock    clocks are right: 1 ok" in result.stdout
    assert "Traceback" in result.stderr
    assert "error[internal-error]: this is a bug in hiera-kafka: KeyError" in result.stderr


def test_programs_get_json(hiera_kafka: Run, local_tree: Path) -> None:
    for arguments in (("--format", "json"), ("--output", "json")):
        data = hiera_kafka("verify", "-i", local_tree, "--only", "hosts-answer", *arguments).json
        assert (data["version"], data["status"], data["exit_code"]) == (1, "ok", 0)
        assert [result["subject"] for result in data["results"]] == [HOST]


def test_ci_gets_junit(hiera_kafka: Run, local_tree: Path) -> None:
    result = hiera_kafka("verify", "-i", local_tree, "--only", "hosts-answer", "--format", "junit")

    assert ET.fromstring(result.stdout).attrib["tests"] == "1"


def test_monitoring_gets_a_line_and_a_code_of_its_own(hiera_kafka: Run, local_tree: Path) -> None:
    result = hiera_kafka("verify", "-i", local_tree, "--only", "hosts-answer", "--format", "nagios")
    assert result.code == 0
    assert result.stdout.startswith("KAFKA OK - 1 ok | time=")


def test_monitoring_hears_why_nothing_could_be_verified(hiera_kafka: Run, tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, "kafka_clusters: 1\n", local=True)
    result = hiera_kafka("verify", "-i", inventory, "--format", "nagios")

    assert result.code == 3
    assert result.stdout.startswith("KAFKA UNKNOWN - wrong-type: ")
    assert result.stdout.count("\n") == 1
    assert "error[wrong-type]" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nope"], "error[unknown-cluster]: inventory"),
        (["--only", "nope"], "error[unknown-check]: no check is named 'nope'"),
        (["--skip", "hosts-anwser"], "did you mean 'hosts-answer'?"),
        (["--host", "nope"], "error[unknown-host]"),
        (["--skip", "*"], "error[nothing-to-verify]"),
        (["--watch"], "--watch draws on a terminal"),
        (["--watch", "--format", "json"], "--watch draws on a terminal"),
    ],
)
def test_what_is_wrong_with_the_command_line_ends_with_3(
    hiera_kafka: Run, local_tree: Path, arguments: list[str], words: str
) -> None:
    result = hiera_kafka("verify", "-i", local_tree, *arguments)

    assert result.code == ExitCode.USAGE
    assert words in result.stderr
    assert result.stdout == ""

"""The command `kafka` of Wikimedia's brokers, run for real over stand-ins for the packages' tools."""

from __future__ import annotations

import ast
import os
import subprocess
from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia.broker.scripts import scripts
from hiera_kafka.render.engine import Renderer
from lib.wikimedia.hosts import TEMPLATES

COMMAND, IN_SYNC = (Renderer(TEMPLATES).file(file).text for file in scripts())
ZOOKEEPER = "z1/kafka/main"
BROKERS = "k1:9092,k2:9092"


def run(directory: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command with tools and profile of `directory`; each tool prints its arguments, one a line."""
    tools = directory / "bin"
    tools.mkdir(exist_ok=True)
    for name in ("topics", "acls", "console-consumer", "console-producer", "replay-log-producer", "log-dirs"):
        tool = tools / f"kafka-{name}"
        tool.write_text('#!/bin/sh\nprintf \'%s\\n\' "JAVA=$JAVA_HOME" "$@"\nexit 7\n')
        tool.chmod(0o755)
    profile = directory / "kafka.sh"
    profile.write_text(f"KAFKA_ZOOKEEPER_URL={ZOOKEEPER}\nKAFKA_BOOTSTRAP_SERVERS={BROKERS}\nKAFKA_JAVA_HOME=/java8\n")
    command = directory / "kafka"
    command.write_text(
        COMMAND.replace("/usr/bin/kafka-", f"{tools}/kafka-")
        .replace("/usr/bin/$", f"{tools}/$")
        .replace("/etc/profile.d/kafka.sh", str(profile))
    )
    return subprocess.run(
        ["bash", str(command), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], **environment},
    )


@pytest.mark.parametrize(
    ("command", "added"),
    [
        ("topics", ["--zookeeper", ZOOKEEPER]),
        ("acls", ["--authorizer-properties", f"zookeeper.connect={ZOOKEEPER}"]),
        ("console-consumer", ["--bootstrap-server", BROKERS]),
        ("console-producer", ["--broker-list", BROKERS]),
        ("replay-log-producer", ["--zookeeper", ZOOKEEPER, "--broker-list", BROKERS]),
        ("log-dirs", []),
    ],
)
def test_a_command_gets_the_address_of_the_cluster_before_the_arguments(
    tmp_path: Path, command: str, added: list[str]
) -> None:
    done = run(tmp_path, command, "--topic", "*")
    assert done.stdout.split("\n")[1:-1] == ["JAVA=/java8", *added, "--topic", "*"]
    assert done.stdout.startswith(f"kafka-{command} ")
    assert done.returncode == 7


def test_an_option_of_the_caller_is_taken_instead(tmp_path: Path) -> None:
    done = run(tmp_path, "topics", "--zookeeper", "mine")
    assert done.stdout.split("\n")[2:-1] == ["--zookeeper", "mine"]


def test_what_the_caller_has_in_the_environment_is_stronger(tmp_path: Path) -> None:
    done = run(tmp_path, "topics", KAFKA_ZOOKEEPER_URL="other", JAVA_HOME="/java11")
    assert done.stdout.split("\n")[1:-1] == ["JAVA=/java11", "--zookeeper", "other"]


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_without_a_command_it_lists_them_and_fails(tmp_path: Path, arguments: list[str]) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == 1
    assert "\n  topics\n" in done.stdout


def test_the_check_is_a_program_that_python_can_read() -> None:
    ast.parse(IN_SYNC)

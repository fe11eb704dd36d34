"""The page on the six clusters: every command of it works, and the example is as whole as the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from lib.repository import ROOT, console_commands

PAGE = ROOT / "docs" / "howto" / "six-clusters.md"
# Those with hosts are run by tests/lab/test_six_clusters.py.
COMMANDS = [command for command in console_commands(PAGE) if "lab" not in command]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_works(command: str, tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    here = command.replace("var/", f"{tmp_path}/")

    done = subprocess.run(
        ["bash", "-c", here], cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_page_has_commands() -> None:
    assert len(COMMANDS) == 6


def test_the_example_has_the_six_clusters_and_nothing_to_complain_of() -> None:
    compiler = Compiler.load(ROOT / "inventories" / "wikimedia")

    assert compiler.check() == ()
    assert sorted(compiler.clusters.kafka) == [
        "jumbo-eqiad",
        "logging-codfw",
        "logging-eqiad",
        "main-codfw",
        "main-eqiad",
        "test-eqiad",
    ]


def test_every_cluster_survives_the_loss_of_a_broker_in_racks_of_its_own() -> None:
    for name, found in Compiler.load(ROOT / "inventories" / "wikimedia").clusters.kafka.items():
        racks = {broker.rack for broker in found.model.brokers.values()}
        assert None not in racks, name
        assert len(racks) >= found.model.replication_factor == 3, name


def test_the_hosts_of_a_site_are_in_clusters_of_that_site() -> None:
    compiler = Compiler.load(ROOT / "inventories" / "wikimedia")
    for name, found in compiler.clusters.kafka.items():
        assert {compiler.scope(host).variables["site"] for host in found.model.brokers} == {name.rpartition("-")[2]}


def test_the_page_names_the_mirrors_of_the_example() -> None:
    compiler = Compiler.load(ROOT / "inventories" / "wikimedia")
    mirrors = {mirror.name for host in compiler.hosts for mirror in compiler.mirrors_on(host)}

    assert mirrors == set(re.findall(r"`(\S+_to_\S+)`", PAGE.read_text(encoding="utf-8")))

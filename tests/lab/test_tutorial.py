"""The tutorial for Cloud VPS: each of its commands, in its order, on a host that has the page's name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from lab import hosts, machine, site
from lab.hosts import Lab
from lab.site import ROOT

INVENTORY = ROOT / "inventories" / "cloudvps"
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", (ROOT / "docs/tutorial/cloud-vps.md").read_text(), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ ")
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    obstacle = machine.obstacle()
    if obstacle is not None:
        pytest.skip(obstacle)
    made = hosts.up(tmp_path_factory.mktemp("tutorial") / "lab", Compiler.load(INVENTORY).hosts, owner=os.getpid())
    try:
        yield made
    finally:
        made.down()


def test_every_command_of_the_page_works_in_its_order(lab: Lab, tmp_path: Path) -> None:
    said = {command: run(lab, command, tmp_path) for command in COMMANDS if not command.startswith("make ")}
    assert len(said) >= 7
    (described,) = (output for command, output in said.items() if command == "kafka topics --describe")
    assert re.search(r"Topic: test\s.*PartitionCount: 2\s+ReplicationFactor: 1\s", described), described
    (verified,) = (output for command, output in said.items() if "hiera-kafka verify" in command)
    assert "ok        canary-listeners " in verified
    (clients,) = (output for command, output in said.items() if "hiera-kafka clients" in command)
    assert "kafka1.analytics.eqiad1.wikimedia.cloud:9092" in clients
    assert "kafka1.analytics.eqiad1.wikimedia.cloud:2181/kafka/my-kafka-cluster" in clients


def run(lab: Lab, command: str, home: Path) -> str:
    program, _, rest = command.partition(" ")
    if program == "kafka":
        return lab.run("kafka1", command)
    if program == "ssh":
        words = ["ssh", "-F", str(lab.directory / "ssh_config"), *rest.split()]
    else:
        assert program.startswith(".venv/bin/"), command
        words = [str(Path(sys.executable).with_name(Path(program).name)), *rest.split()]
    if "ansible-playbook" in program:
        words += ["-i", str(lab.addresses)]
    if "hiera-kafka verify" in command:
        words += ["--addresses", str(lab.addresses), *site.LEFT_OUT]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env={**os.environ, "ANSIBLE_HOME": str(home), "ANSIBLE_NOCOLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

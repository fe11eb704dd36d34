"""A user's own tree of data outside the checkout, and runs of the project's playbooks over its hosts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lab import machine
from lab.hosts import Lab

ROOT = Path(__file__).parents[2]
DOMAIN = "ops.eqiad1.wikimedia.cloud"

_HIERA = {
    "version": 5,
    "defaults": {"datadir": ".", "data_hash": "yaml_data"},
    "hierarchy": [
        {"name": "one host", "path": "hosts/%{facts.fqdn}.yaml"},
        {"name": "everybody", "path": "common.yaml"},
    ],
}
TOMORROW = "/usr/local/bin/python-of-tomorrow"
PYTHON_OF_TOMORROW = """#!/bin/sh
FAKETIME=+1d LD_PRELOAD=$(echo /usr/lib/*/faketime/libfaketime.so.1) exec /usr/bin/python3 "$@"
"""
"""A program to be put there, which is Python with a clock of its own."""
WANTED_FILES = 128_000
"""Open files that the unit of a broker asks for."""
LIMITED = machine.open_files() < WANTED_FILES
"""Whether units ask for more than this machine, and so a lab host, may have."""
LEFT_OUT = ("--skip", "service-limits") if LIMITED else ()
"""What verify leaves out for that reason."""
CONNECTION = {"ansible_become": True, "ansible_python_interpreter": "/usr/bin/python3"}


def names(count: int) -> list[str]:
    """Return the names of so many hosts."""
    return [f"kafka{number}.{DOMAIN}" for number in range(1, count + 1)]


def cluster(hosts: list[str], **settings: Any) -> dict[str, Any]:
    """Return data that puts a ZooKeeper and a broker on every host."""
    members = {host: index for index, host in enumerate(hosts, 1)}
    brokers = {host: {"id": 100 + index, "rack": f"r{index}"} for host, index in members.items()}
    return {
        "zookeeper_clusters": {"ops": {"heap_size": "128m", "hosts": {host: str(n) for host, n in members.items()}}},
        "kafka_clusters": {"ops": {"zookeeper_cluster_name": "ops", "brokers": brokers}},
        "profile::kafka::broker::max_heap_size": "384m",
        **settings,
    }


@dataclass(frozen=True)
class Run:
    """One run of a playbook.

    Attributes:
        output: Everything that it printed.
        recap: Host to counters: `ok`, `changed`, `failed`, `unreachable`, `skipped`.
    """

    returncode: int
    output: str
    recap: Mapping[str, Mapping[str, int]]

    @property
    def changed(self) -> dict[str, int]:
        """How much changed, by the short name of the host."""
        return {host.partition(".")[0]: counters["changed"] for host, counters in self.recap.items()}


@dataclass(frozen=True)
class Site:
    """Data and inventory in a directory of their own, beside the addresses that the lab wrote."""

    directory: Path
    lab: Lab

    def write(self, data: Mapping[str, Any]) -> None:
        """Write hiera.yaml, the data, the inventory file that names it, and how hosts are connected to."""
        tree, inventory = self.directory / "puppet", self.directory / "inventory"
        (inventory / "group_vars").mkdir(parents=True, exist_ok=True)
        tree.mkdir(exist_ok=True)
        plugin = {"plugin": "hiera_kafka.core.hiera", "hiera_config": "../puppet/hiera.yaml"}
        for path, content in (
            (tree / "hiera.yaml", _HIERA),
            (tree / "common.yaml", data),
            (inventory / "hiera_kafka.yml", {**plugin, "scope": {"realm": "labs", "site": "eqiad"}}),
            (inventory / "group_vars/all.yml", CONNECTION),
        ):
            path.write_text(yaml.safe_dump(content))

    def command(self, *arguments: str, playbook: str | Path = "site.yml", python: str = sys.executable) -> list[str]:
        """Return the command line that `play` runs."""
        inventories = ["-i", str(self.directory / "inventory"), "-i", str(self.lab.addresses)]
        return [python, "-m", "ansible", "playbook", str(playbook), *inventories, *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment that `play` runs in."""
        return {
            **os.environ,
            "ANSIBLE_HOME": str(self.directory / "ansible"),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_CALLBACKS_ENABLED": "hiera_kafka_recap",
            "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).parent / "callbacks"),
            "HIERA_KAFKA_RECAP": str(self.directory / "recap.json"),
            **more,
        }

    def play(
        self,
        *arguments: str,
        playbook: str | Path = "site.yml",
        directory: Path = ROOT,
        python: str = sys.executable,
        environment: Mapping[str, str] | None = None,
    ) -> Run:
        """Run a playbook of the checkout over this site's hosts.

        Args:
            arguments: Further ones of `ansible-playbook`.
            playbook: Below the checkout, or absolute.
            directory: Where the command is run.
            python: Whose Ansible and packages are used.
            environment: Added to that of the tests.
        """
        recap = self.directory / "recap.json"
        recap.unlink(missing_ok=True)
        done = subprocess.run(
            self.command(*arguments, playbook=playbook, python=python),
            cwd=directory,
            env=self.environment(**environment or {}),
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
        )
        # A run that is refused before its first play has none.
        return Run(done.returncode, done.stdout, json.loads(recap.read_text()) if recap.exists() else {})

    def play_killed_at(self, line: str) -> None:
        """Run `site.yml`, and kill the run with all of its processes as soon as it prints a line that begins so."""
        with subprocess.Popen(
            self.command(),
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        ) as run:
            assert run.stdout is not None
            for printed in run.stdout:
                if printed.startswith(line):
                    os.killpg(run.pid, signal.SIGKILL)
        assert run.returncode == -signal.SIGKILL, f"it ended before {line!r}"

    def verify(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `hiera-kafka verify` over this site's hosts, but for limits that no host can have here.

        Args:
            arguments: Further ones.
        """
        return subprocess.run(
            [
                *(sys.executable, "-m", "hiera_kafka", "verify", "-i", str(self.directory / "inventory")),
                *("--addresses", str(self.lab.addresses), *arguments),
                *LEFT_OUT,
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=180,
        )

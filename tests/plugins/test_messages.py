"""Messages of tasks, as those see them who run a playbook outside of a clone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from lib.clusters.local_cluster import PAGE, LocalCluster, write_inventory
from lib.repository import ROOT

PLAY = """\
- hosts: kafka_broker
  gather_facts: false
  tasks:
    - hiera_kafka.core.bundle: {section: kafka_broker}
"""


@pytest.fixture
def cluster(tmp_path: Path) -> LocalCluster:
    """A broker's host with a file where its data directory must be."""
    found = write_inventory(tmp_path / "home", PAGE)
    (found.home / "play.yml").write_text(PLAY)
    place = found.host() / "srv/kafka/data"
    place.parent.mkdir(parents=True)
    place.touch()
    return found


def test_what_a_host_refuses_names_the_command_that_explains_it(cluster: LocalCluster) -> None:
    outside = failed_run(cluster, cluster.home)
    assert "docs: hiera-kafka rule path-taken" in outside
    assert "docs/rules" not in outside  # not in what Ansible itself shows of the failure either
    assert "docs: docs/rules/path-taken.md" in failed_run(cluster, ROOT)


def test_what_is_wrong_with_the_data_names_the_command_that_explains_it(cluster: LocalCluster) -> None:
    (cluster.data / "project.yaml").write_text(PAGE.replace('id: "1"', "id: one"))

    assert "docs: hiera-kafka rule not-an-integer" in failed_run(cluster, cluster.home)


def failed_run(cluster: LocalCluster, directory: Path) -> str:
    """Run the play from a directory, see it fail, and return what it said, each blank one."""
    done = subprocess.run(
        cluster.command("ansible-playbook", cluster.home / "play.yml", "-i", cluster.inventory),
        cwd=directory,
        env={**cluster.environment, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "PWD": os.fspath(directory)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    return " ".join((done.stdout + done.stderr).split())

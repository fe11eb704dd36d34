"""Directories of other users change hands by the word of the caller alone, through real playbooks."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from lib.clusters.local_cluster import PAGE, LocalCluster, write_inventory
from lib.machine import second_user

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes a directory of another user")

PLAY = """\
- hosts: kafka_broker
  gather_facts: false
  tasks:
    - hiera_kafka.core.bundle: {section: kafka_broker}
"""


@pytest.fixture
def cluster(tmp_path: Path) -> LocalCluster:
    """A broker's host whose data directory holds something of another user."""
    found = write_inventory(tmp_path / "home", PAGE)
    (found.home / "play.yml").write_text(PLAY)
    place = found.host() / "srv/kafka/data"
    place.mkdir(parents=True)
    (place / "meta.properties").write_text("broker.id=1\n")
    for path in (place, place / "meta.properties"):
        shutil.chown(path, second_user.NAME, second_user.NAME)
    return found


def test_it_is_refused_with_the_option_which_then_takes_it_over(cluster: LocalCluster) -> None:
    place = cluster.host() / "srv/kafka/data"
    option = json.dumps({"hiera_kafka_take_over": {str(place): second_user.NAME}})
    refused = cluster.run("ansible-playbook", cluster.home / "play.yml", "-i", cluster.inventory).failed(2)
    text = " ".join(refused.text.split())
    assert f"error[directory-of-another-user]: {place} belongs to {second_user.NAME} and is not empty" in text
    assert f"-e '{option}'" in text
    assert not (cluster.host() / "etc").exists()
    cluster.run("ansible-playbook", cluster.home / "play.yml", "-i", cluster.inventory, "-e", option).good()
    assert {place.owner(), (place / "meta.properties").owner()} == {"root"}


@pytest.mark.parametrize("value", ["true", "perhaps"])
def test_nobody_but_the_caller_can_say_that_puppet_has_released_files(cluster: LocalCluster, value: str) -> None:
    listed = cluster.host() / "var/lib/puppet/state/resources.txt"
    listed.parent.mkdir(parents=True)
    listed.write_text("file[/etc/kafka/server.properties]\n")
    option = f"hiera_kafka_released_by_puppet={value}"
    play = "- hosts: kafka_broker\n  gather_facts: false\n  tasks: [{hiera_kafka.core.preflight: {}}]\n"
    (cluster.home / "play.yml").write_text(play)
    refused = cluster.run("ansible-playbook", cluster.home / "play.yml", "-i", cluster.inventory).failed(2)
    assert "error[managed-by-puppet]: Puppet manages /etc/kafka/server.properties" in " ".join(refused.text.split())
    said = cluster.run("ansible-playbook", cluster.home / "play.yml", "-i", cluster.inventory, "-e", option).failed(2)
    assert ("error[managed-by-puppet]" in said.text) is False
    assert ("must be true or false" in said.text) is (value != "true")
    (cluster.home / "play.yml").write_text(f"{play}  vars: {{hiera_kafka_released_by_puppet: true}}\n")
    planted = cluster.run("ansible-playbook", cluster.home / "play.yml", "-i", cluster.inventory).failed(2)
    assert "it counts as an extra variable (-e) alone" in " ".join(planted.text.split())


def test_nobody_but_the_caller_can_ask_for_it(cluster: LocalCluster) -> None:
    place = cluster.host() / "srv/kafka/data"
    option = json.dumps({"hiera_kafka_take_over": {str(place): second_user.NAME}})
    (cluster.home / "play.yml").write_text(f"{PLAY}  vars: {option}\n")
    done = cluster.run("ansible-playbook", cluster.home / "play.yml", "-i", cluster.inventory).failed(2)
    assert "it counts as an extra variable (-e) alone" in " ".join(done.text.split())
    assert place.owner() == second_user.NAME


@pytest.mark.parametrize("value", ["/srv", {"srv": "root"}])
def test_what_names_no_path_and_owner_is_refused(cluster: LocalCluster, value: object) -> None:
    option = json.dumps({"hiera_kafka_take_over": value})
    done = cluster.run("ansible-playbook", cluster.home / "play.yml", "-i", cluster.inventory, "-e", option).failed(2)
    assert "must be a dictionary of absolute path to present owner" in " ".join(done.text.split())

"""Data is left behind by the word of the caller alone, through real playbooks; on real clusters: tests/local."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lib.clusters.local_cluster import HOST, PAGE, LocalCluster, write_inventory

PLAY = """\
- hosts: kafka_broker
  gather_facts: false
  tasks:
    - hiera_kafka.core.preflight:
      register: seen
    - hiera_kafka.core.admit:
        looked: "{{ dict(ansible_play_hosts_all | zip(ansible_play_hosts_all | map('extract', hostvars, 'seen'))) }}"
"""


@pytest.fixture
def cluster(tmp_path: Path) -> LocalCluster:
    """A host without records, whose broker had a directory that the data does not name."""
    found = write_inventory(tmp_path / "home", PAGE)
    found.up("--list-hosts").good()  # notes which Java and which addresses this machine gives, and touches nothing
    (found.home / "play.yml").write_text(PLAY)
    partition = old(found) / "kept-0"
    partition.mkdir(parents=True)
    (partition / "00000000000000000000.log").write_bytes(b"x")
    properties = found.host() / "etc/kafka/server.properties"
    properties.parent.mkdir(parents=True)
    properties.write_text(f"log.dirs={old(found)}\n")
    return found


def old(cluster: LocalCluster) -> Path:
    return cluster.host() / "srv/kafka/old"


def test_it_is_refused_with_the_option_which_then_leaves_it(cluster: LocalCluster) -> None:
    play = ("ansible-playbook", cluster.home / "play.yml", "-i", cluster.inventory)
    option = json.dumps({"hiera_kafka_data_left": {HOST: [str(old(cluster))]}})
    refused = " ".join(cluster.run(*play).failed(2).text.split())
    assert f"error[data-directory-left]: {old(cluster)} leaves the data and holds 1 partition" in refused
    assert f"-e '{option}'" in refused

    typing = json.dumps({"hiera_kafka_moved": {HOST: ["zookeper"], "kafka9.example.org": ["kafka"]}})
    done = " ".join(cluster.run(*play, "-e", option, "-e", typing).good().text.split())
    assert f"warning[override-unused]: {HOST} was given hiera_kafka_moved: zookeper" in done
    assert "warning[override-unused]: kafka9.example.org was given hiera_kafka_moved" in done

    wrong = json.dumps({"hiera_kafka_data_left": {HOST: str(old(cluster))}})
    said = " ".join(cluster.run(*play, "-e", wrong).failed(2).text.split())
    assert "hiera_kafka_data_left must be a dictionary of host to a list" in said


def test_authors_of_data_cannot_leave_it(cluster: LocalCluster) -> None:
    allowed = json.dumps({HOST: [str(old(cluster))]})
    with (cluster.inventory / "group_vars/all.yml").open("a") as stream:
        stream.write(f"hiera_kafka_data_left: {allowed}\n")
    said = cluster.run("ansible-playbook", cluster.home / "play.yml", "-i", cluster.inventory).failed(2)
    assert "it counts as an extra variable (-e) alone" in " ".join(said.text.split())

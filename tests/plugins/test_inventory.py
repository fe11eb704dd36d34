"""The inventory plugin, through the real ansible-inventory and ansible-doc."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lib.clusters.local_cluster import HOST, HOSTS, PAGE, ROOT, LocalCluster, write_inventory

COLLECTION = ROOT / "src/ansible_collections/hiera_kafka/core/plugins"
KINDS = {"inventory": "inventory", "lookup": "lookup", "modules": "module"}
PLUGINS = sorted(
    (kind, path.stem)
    for directory, kind in KINDS.items()
    for path in (COLLECTION / directory).glob("*.py")
    if path.stem != "__init__"
)


@pytest.fixture
def page(tmp_path: Path) -> LocalCluster:
    return write_inventory(tmp_path / "home", PAGE)


def listed(cluster: LocalCluster) -> dict[str, Any]:
    found: dict[str, Any] = cluster.run("ansible-inventory", "-i", cluster.inventory, "--list").good().data
    return found


def test_groups_are_roles_and_clusters(page: LocalCluster) -> None:
    groups = listed(page)
    for name in (
        "zookeeper",
        "kafka_broker",
        "zookeeper_cluster_my_zookeeper_cluster",
        "kafka_cluster_my_kafka_cluster",
    ):
        assert groups[name] == {"hosts": [HOST]}


def test_a_group_exists_also_when_nobody_is_in_it(tmp_path: Path) -> None:
    """Plays over it are skipped, and `host_pattern_mismatch = error` stays on for mistyped names."""
    only_zookeeper = "zookeeper_clusters: {main: {hosts: {zk1.example.org: 1}}}\nzookeeper_cluster_name: main\n"
    cluster = write_inventory(tmp_path / "home", only_zookeeper)
    play = cluster.home / "play.yml"
    for group, code in (("kafka_broker", 0), ("kafka_brokers", 1)):
        play.write_text(f"- hosts: {group}\n  gather_facts: false\n  tasks: []\n")
        done = cluster.run("ansible-playbook", play, "-i", cluster.inventory)
        assert done.code == code, done.text
    assert "kafka_brokers" in done.err


def test_hosts_of_several_clusters_are_in_their_own_groups(tmp_path: Path) -> None:
    data = (ROOT / "hieradata/three/project.yaml").read_text()
    groups = listed(write_inventory(tmp_path / "home", data))
    assert groups["kafka_cluster_three"]["hosts"] == list(HOSTS)
    assert groups["zookeeper_cluster_main_local"]["hosts"] == list(HOSTS)


def test_host_variables_are_few_and_plain(page: LocalCluster) -> None:
    """ansible-core 2.19 and later refuse others; the loader of Ansible itself is asked, since JSON hides subclasses."""
    script = """
import json, sys
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader
init_plugin_loader()
hosts = InventoryManager(DataLoader(), sources=[sys.argv[1]]).get_hosts()
print(json.dumps({host.name: {name: type(value).__name__ for name, value in host.vars.items()} for host in hosts}))
"""
    done = page.run("python", "-c", script, page.inventory / "hiera_kafka.yml", environment=CONFIGURED).good()
    # Ansible notes where a plain value came from in a type of its own for each plain type.
    types = {
        name: kind.removeprefix("_AnsibleTagged").lower()
        for name, kind in json.loads(done.out.splitlines()[-1])[HOST].items()
    }
    assert {name: kind for name, kind in types.items() if name.startswith("hiera_kafka_")} == {
        "hiera_kafka_inventory_file": "str",
        "hiera_kafka_zookeeper_cluster": "str",
        "hiera_kafka_zookeeper_myid": "int",
        "hiera_kafka_kafka_cluster": "str",
        "hiera_kafka_broker_id": "int",
    }
    assert set(types) <= {
        *(name for name in types if name.startswith("hiera_kafka_")),
        "inventory_file",
        "inventory_dir",
    }


CONFIGURED = {"ANSIBLE_CONFIG": str(ROOT / "ansible.cfg")}


@pytest.mark.parametrize("command", [("ansible-inventory", "--list"), ("ansible-playbook", "site.yml")], ids=" ".join)
def test_broken_data_fails_with_every_diagnostic_at_its_place(tmp_path: Path, command: tuple[str, ...]) -> None:
    """any_unparsed_is_failed is what makes it fail: without, Ansible goes on with no host and exits 0."""
    data = PAGE.replace('id: "1"', "id: one").replace('cloud: "1"', 'cloud: "256"')
    cluster = write_inventory(tmp_path / "home", data)
    failed = cluster.run(*command, "-i", cluster.inventory)
    assert failed.code != 0
    project = cluster.data / "project.yaml"
    for line in (5, 12):
        assert f"{project}:{line}:" in failed.text
    assert "docs: docs/rules/" in failed.text
    assert "PLAY [" not in failed.text


@pytest.mark.parametrize("arguments", [("--limit", HOST), ("-i", "other,"), ("-i", "other,", "--limit", "other")])
def test_broken_data_fails_also_where_ansible_would_go_on(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Nobody has an ansible.cfg in the beginning."""
    cluster = write_inventory(tmp_path / "home", PAGE.replace('id: "1"', "id: one"))
    (tmp_path / "ansible.cfg").touch()
    failed = cluster.run(
        *("ansible-playbook", "site.yml", "-i", cluster.inventory, *arguments),
        environment={"ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg")},
    )
    assert failed.code not in (0, 70), failed.text
    assert (
        f"{cluster.inventory}/hiera_kafka.yml: error[inventory-unread]: an inventory could not be read" in failed.text
    )
    assert f"{cluster.data}/project.yaml:12:" in failed.text
    assert "TASK [" not in failed.text


def test_an_inventory_that_is_not_there_fails_also_where_ansible_would_go_on(tmp_path: Path) -> None:
    (tmp_path / "ansible.cfg").touch()
    failed = write_inventory(tmp_path / "home", PAGE).run(
        *("ansible-playbook", "site.yml", "-i", tmp_path / "nowhere"),
        environment={"ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg")},
    )
    assert failed.code not in (0, 70), failed.text
    assert "error[inventory-unread]: no inventory names a host" in failed.text


def test_an_unknown_key_of_the_inventory_file_is_named_with_the_nearest(tmp_path: Path) -> None:
    cluster = write_inventory(tmp_path / "home", PAGE, "java_hom: /usr/lib/jvm/java-17\n")
    failed = cluster.run("ansible-inventory", "-i", cluster.inventory, "--list")
    assert failed.code != 0
    assert f"{cluster.inventory}/hiera_kafka.yml:5:" in failed.text
    assert "java_home" in failed.text


@pytest.mark.parametrize(("kind", "name"), PLUGINS)
def test_ansible_doc_knows_every_plugin(page: LocalCluster, kind: str, name: str) -> None:
    done = page.run("ansible-doc", "-t", kind, f"hiera_kafka.core.{name}", "-j").good()
    (plugin,) = done.data.values()
    assert plugin["doc"]["short_description"]
    assert plugin["examples"].strip()

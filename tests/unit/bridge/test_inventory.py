"""Groups, hosts and variables for Ansible."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.bridge.inventory import entries, group_name, require_read
from hiera_kafka.dialects.native.registry import ROLES
from hiera_kafka.errors import ModelError, ProjectError
from lib.data.project_trees import HOST, PAGE, project_tree


def test_a_host_is_in_the_groups_of_its_roles_and_clusters(tmp_path: Path) -> None:
    (host,) = entries(str(project_tree(tmp_path))).hosts
    assert host.name == HOST
    assert {
        "zookeeper",
        "kafka_broker",
        "zookeeper_cluster_my_zookeeper_cluster",
        "kafka_cluster_my_kafka_cluster",
    } <= set(host.groups)


def test_every_role_has_a_group_also_without_hosts(tmp_path: Path) -> None:
    data = "zookeeper_clusters: {main: {hosts: {zk1.example.org: 1}}}\n"
    found = entries(str(project_tree(tmp_path, data)))
    assert set(ROLES) <= set(found.groups)
    assert not [host.name for host in found.hosts if "kafka_broker" in host.groups]


def test_the_broker_hosts_of_a_destination_are_in_the_group_of_mirrors(tmp_path: Path) -> None:
    data = (
        "zookeeper_clusters: {z: {hosts: {z1.example.org: 1}}}\n"
        "kafka_clusters:\n"
        "  a: {zookeeper_cluster_name: z, brokers: {a1.example.org: {id: 1}}}\n"
        "  b: {zookeeper_cluster_name: z, brokers: {b1.example.org: {id: 1}, b2.example.org: {id: 2}}}\n"
        "kafka_mirrors: {a_to_b: {source: a, destination: b, topics: 'a.+'}}\n"
    )
    found = entries(str(project_tree(tmp_path, data)))
    assert [host.name for host in found.hosts if "kafka_mirror" in host.groups] == ["b1.example.org", "b2.example.org"]


def test_variables_are_few_and_none_of_them_is_secret(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, PAGE + "profile::kafka::broker::ssl_password: Planted\n")
    (host,) = entries(str(inventory)).hosts
    assert "Planted" not in repr(host)
    assert host.variables["hiera_kafka_inventory_file"] == str(inventory)
    assert host.variables["hiera_kafka_broker_id"] == host.variables["hiera_kafka_zookeeper_myid"] == 1


def test_a_host_without_a_role_is_in_no_group(tmp_path: Path) -> None:
    found = entries(str(project_tree(tmp_path, more="nodes:\n  bastion.example.org:\n")))
    assert found.hosts[0].groups == ()


@pytest.mark.parametrize("cluster", ["main-eqiad", "a.b", "x"])
def test_group_names_are_what_ansible_allows(cluster: str) -> None:
    assert group_name("kafka_cluster", cluster).isidentifier()


def test_broken_data_gives_no_inventory(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        entries(str(project_tree(tmp_path, PAGE.replace('id: "1"', "id: x"))))


def test_two_clusters_that_would_be_one_group_are_refused(tmp_path: Path) -> None:
    data = PAGE + (
        "  my_kafka_cluster:\n    zookeeper_cluster_name: my-zookeeper-cluster\n"
        "    brokers: {k2.example.org: {id: 2}}\n"
    )
    with pytest.raises(ModelError, match=r"14:5: error\[group-name-clash\].*'my-kafka-cluster' and 'my_kafka_cluster'"):
        entries(str(project_tree(tmp_path, data)))


@pytest.mark.parametrize(
    ("nodes", "who"), [([HOST], f"{HOST} is"), (["a.example.org", HOST], "2 hosts (a.example.org, ...) are")]
)
def test_hosts_of_the_wikimedia_dialect_are_left_out_with_one_warning(
    tmp_path: Path, nodes: list[str], who: str
) -> None:
    more = "nodes:\n" + "".join(f"  {node}:\n" for node in nodes) + "kafka_dialect: wikimedia\n"
    found = entries(str(project_tree(tmp_path, "cluster: misc\n", more=more)))
    assert found.hosts == ()
    (warning,) = (text for text in found.warnings if "[wikimedia-host]" in text)
    assert who in warning


def test_all_is_well_where_there_are_hosts_and_nothing_is_left_unread() -> None:
    require_read(["a.example.org"], [])


def test_a_run_without_hosts_says_how_to_give_an_inventory() -> None:
    with pytest.raises(ProjectError) as caught:
        require_read([], [])
    assert "error[inventory-unread]: no inventory names a host" in str(caught.value)
    assert "-i: a file hiera_kafka.yml" in str(caught.value)


@pytest.mark.parametrize("hosts", [[], ["a.example.org"]])
def test_an_inventory_that_was_not_read_is_named_also_where_others_gave_hosts(hosts: list[str], tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        require_read(hosts, [tmp_path / "hiera_kafka.yml"])
    assert "hiera_kafka.yml: error[inventory-unread]: an inventory could not be read" in str(caught.value)

"""The strings that clients are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.client_strings import ClientStrings, client_strings
from hiera_kafka.errors import ProjectError
from lib.data.project_trees import HOST, PAGE, project_tree


def test_every_cluster_has_its_brokers_and_its_path_in_zookeeper(tmp_path: Path) -> None:
    assert client_strings(Compiler.load(project_tree(tmp_path))) == [
        ClientStrings("my-kafka-cluster", f"{HOST}:9092", f"{HOST}:2181/kafka/my-kafka-cluster")
    ]


def test_local_hosts_are_reached_by_address(tmp_path: Path) -> None:
    (found,) = client_strings(Compiler.load(project_tree(tmp_path, local=True)), "my-kafka-cluster")
    assert found.bootstrap_servers == "127.0.0.1:9092"


def test_an_unknown_cluster_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"unknown-cluster(.|\n)*did you mean 'my-kafka-cluster'"):
        client_strings(Compiler.load(project_tree(tmp_path)), "my-kafka-clutser")


def test_an_ensemble_that_only_its_own_hosts_see_has_no_strings_for_everyone(tmp_path: Path) -> None:
    data = PAGE.replace(f'      {HOST}: "1"', '      "%{facts.fqdn}": "1"')
    assert client_strings(Compiler.load(project_tree(tmp_path, data))) == []


def test_clients_of_a_wikimedia_inventory_are_told_what_puppet_tells_them(tmp_path: Path) -> None:
    data = PAGE.replace(f'{HOST}: "1"', f'{HOST}: "1107"').replace(
        '        id: "1"', '        id: "1"\n        port: 9192'
    )
    found = client_strings(
        Compiler.load(project_tree(tmp_path, data, more="kafka_dialect: wikimedia\nnodes:\n  other.example.org:\n"))
    )
    assert found == [ClientStrings("my-kafka-cluster", f"{HOST}:9192", f"{HOST}/kafka/my-kafka-cluster")]

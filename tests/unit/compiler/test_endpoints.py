"""How clients reach clusters."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.endpoints import Endpoint, endpoints
from hiera_kafka.errors import ProjectError
from lib.data.project_trees import HOST, PAGE, project_tree

OTHER = "kafka2.analytics.eqiad1.wikimedia.cloud"
TWO = PAGE + f'      {OTHER}:\n        id: "2"\n'
TLS = "profile::kafka::broker::ssl_enabled: true\n"
WIKIMEDIA = f"kafka_dialect: wikimedia\nnodes:\n  {HOST}:\n"


def test_plaintext_is_the_default(tmp_path: Path) -> None:
    (found,) = endpoints(Compiler.load(project_tree(tmp_path, TWO)))

    assert found == Endpoint("my-kafka-cluster", (f"{HOST}:9092", f"{OTHER}:9092"))
    assert found.bootstrap_servers == f"{HOST}:9092,{OTHER}:9092"


def test_an_unknown_cluster_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="unknown-cluster"):
        endpoints(Compiler.load(project_tree(tmp_path)), "other")


def test_tls_is_taken_where_all_brokers_have_it(tmp_path: Path) -> None:
    data = TWO + TLS
    (found,) = endpoints(
        Compiler.load(project_tree(tmp_path, data, more="kafka_dialect: wikimedia\nnodes:\n  x.example.org:\n"))
    )

    assert found == Endpoint("my-kafka-cluster", (f"{HOST}:9093", f"{OTHER}:9093"), tls=True)


def test_clients_stay_with_plaintext_while_a_broker_has_no_tls_yet(tmp_path: Path) -> None:
    more = "kafka_dialect: wikimedia\nnodes:\n  x.example.org:\n"
    (found,) = endpoints(Compiler.load(project_tree(tmp_path, TWO, hosts={HOST: TLS}, more=more)))

    assert not found.tls
    assert found.servers == (f"{HOST}:9092", f"{OTHER}:9092")

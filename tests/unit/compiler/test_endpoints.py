"""How clients reach clusters."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.endpoints import endpoints, plaintext_endpoints
from hiera_kafka.errors import ProjectError
from hiera_kafka.model.endpoints import ClusterEndpoints, Endpoint, SecurityProtocol
from lib.data.project_trees import HOST, PAGE, project_tree

OTHER = "kafka2.analytics.eqiad1.wikimedia.cloud"
TWO = PAGE + f'      {OTHER}:\n        id: "2"\n'
TLS = "profile::kafka::broker::ssl_enabled: true\n"
WIKIMEDIA = f"kafka_dialect: wikimedia\nnodes:\n  {HOST}:\n"


def test_plaintext_is_the_default(tmp_path: Path) -> None:
    (found,) = endpoints(Compiler.load(project_tree(tmp_path, TWO)))

    assert found == ClusterEndpoints("my-kafka-cluster", (Endpoint(HOST, 9092), Endpoint(OTHER, 9092)))
    assert found.bootstrap_servers == f"{HOST}:9092,{OTHER}:9092"


def test_an_unknown_cluster_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="unknown-cluster"):
        endpoints(Compiler.load(project_tree(tmp_path)), "other")


def test_tls_is_taken_where_all_brokers_have_it(tmp_path: Path) -> None:
    data = TWO + TLS
    (found,) = endpoints(
        Compiler.load(project_tree(tmp_path, data, more="kafka_dialect: wikimedia\nnodes:\n  x.example.org:\n"))
    )

    tls = tuple(Endpoint(host, 9093, SecurityProtocol.SSL) for host in (HOST, OTHER))
    assert found == ClusterEndpoints("my-kafka-cluster", tls)


def test_clients_stay_with_plaintext_while_a_broker_has_no_tls_yet(tmp_path: Path) -> None:
    more = "kafka_dialect: wikimedia\nnodes:\n  x.example.org:\n"
    (found,) = endpoints(Compiler.load(project_tree(tmp_path, TWO, hosts={HOST: TLS}, more=more)))

    assert not found.tls
    assert found.servers == (f"{HOST}:9092", f"{OTHER}:9092")


def test_our_own_clients_take_plaintext_where_there_is_tls(tmp_path: Path) -> None:
    more = "kafka_dialect: wikimedia\nnodes:\n  x.example.org:\n"
    (found,) = plaintext_endpoints(Compiler.load(project_tree(tmp_path, TWO + TLS, more=more)))

    assert (found.tls, found.servers) == (False, (f"{HOST}:9092", f"{OTHER}:9092"))


@pytest.mark.parametrize("broken", ["port: none", "port: 0"])
def test_a_cluster_with_a_port_that_is_none_has_no_endpoints_where_puppet_takes_any(
    tmp_path: Path, broken: str
) -> None:
    data = PAGE.replace('        id: "1"', f'        id: "1"\n        {broken}')
    compiler = Compiler.load(project_tree(tmp_path, data, more="kafka_dialect: wikimedia\nnodes:\n  x.example.org:\n"))

    assert data != PAGE
    assert plaintext_endpoints(compiler) == []

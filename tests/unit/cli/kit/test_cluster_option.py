"""Which cluster a command talks to."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from hiera_kafka.cli.kit.cluster_option import Where, _servers
from hiera_kafka.cli.kit.options import Workspace
from hiera_kafka.clients import kafka
from hiera_kafka.errors import ClientError, ProjectError
from hiera_kafka.model.endpoints import Endpoint, Endpoints
from lib.clusters.kafka_clients import UNCLOSED, stopped_clients
from lib.data.project_trees import HOST, PAGE, project_tree

TWO = PAGE + PAGE[PAGE.index("  my-kafka-cluster:") :].replace("my-kafka-cluster", "other").replace(
    HOST, "b.example.org"
)


def _where(inventory: Path, cluster: str | None = None, given: Endpoints | None = None) -> Where:
    return Where(Workspace(str(inventory), None), cluster, given)


def test_the_only_cluster_of_the_inventory_needs_no_name(tmp_path: Path) -> None:
    assert _where(project_tree(tmp_path)).endpoints() == (Endpoint(HOST, 9092),)


def test_one_of_several_must_be_named(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, TWO)

    with pytest.raises(
        ProjectError, match="has 2 Kafka clusters, and none was named: my-kafka-cluster, other"
    ) as caught:
        _where(inventory).endpoints()
    assert caught.value.diagnostics[0].id == "cluster-needed"
    assert _where(inventory, "other").endpoints() == (Endpoint("b.example.org", 9092),)


def test_brokers_may_be_given_without_an_inventory(tmp_path: Path) -> None:
    assert _where(tmp_path / "missing", given=(Endpoint("b", 1),)).endpoints() == (Endpoint("b", 1),)


@pytest.mark.slow
@pytest.mark.filterwarnings(UNCLOSED)
def test_a_connection_is_opened_by_the_way_that_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka, "CONNECT_S", 0.2)
    where = _where(tmp_path / "missing", given=(Endpoint("127.0.0.1", 1),))

    with stopped_clients(), pytest.raises(ClientError, match="no broker of 127"), where.opened():
        pass


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, None),
        ("b", (Endpoint("b", 9092),)),
        ("b:1, c", (Endpoint("b", 1), Endpoint("c", 9092))),
        ("[::1]:9093", (Endpoint("[::1]", 9093),)),
    ],
)
def test_kafkas_usual_port_may_be_left_out(given: str | None, expected: Endpoints | None) -> None:
    context = click.Context(click.Command("x"))

    assert _servers(context, click.Option(["--bootstrap-servers"]), given) == expected


@pytest.mark.parametrize("given", ["", "b:", ":1", "b:x", "b:0", "b:65536", "a:1,,b:1"])
def test_what_is_no_broker_is_refused(given: str) -> None:
    with pytest.raises(click.BadParameter, match="is not HOST:PORT"):
        _servers(click.Context(click.Command("x")), click.Option(["--bootstrap-servers"]), given)

"""Clusters with their hosts."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Level
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.views.clusters import (
    broker_options,
    by_environment,
    ensemble_views,
    kafka_views,
    key_position,
    number,
    whole,
)
from lib.data.project_trees import project_tree
from lib.data.three_brokers import HOSTS, THREE


def site(directory: Path, data: str = THREE) -> InventoryView:
    return InventoryView(Compiler.load(project_tree(directory, data)))


def test_each_cluster_comes_once_with_its_hosts(tmp_path: Path) -> None:
    made = site(tmp_path)

    assert [(view.name, tuple(node.host for node in view.nodes)) for view in kafka_views(made)] == [("three", HOSTS)]
    assert [(view.name, len(view.nodes)) for view in ensemble_views(made)] == [("main-local", 3)]


def test_hosts_that_see_the_same_in_other_scopes_share_a_view(tmp_path: Path) -> None:
    """An interpolation gives each host data of its own, though it is equal."""
    made = site(tmp_path, THREE.replace("rack: A", 'rack: "%{site}"'))

    assert [len(view.nodes) for view in kafka_views(made)] == [3]


def test_keys_have_their_places(tmp_path: Path) -> None:
    (view,) = kafka_views(site(tmp_path))

    place = key_position(view.cluster, "brokers", HOSTS[1])
    assert place is not None
    assert place.line == 17


def test_options_of_a_broker_are_those_of_its_file(tmp_path: Path) -> None:
    made = site(tmp_path)

    assert number(broker_options(made.nodes[0]), "broker.id") == 1001
    assert number(broker_options(made.nodes[0]), "not.set") is None


def test_whole_numbers_are_read_from_text_as_well() -> None:
    assert [whole(data) for data in (3, "3", 3.0, 3.5, True, None, "x")] == [3, 3, 3, None, None, None, None]


def test_production_is_what_the_data_says(tmp_path: Path) -> None:
    assert by_environment(site(tmp_path / "a").nodes) is Level.INFO
    assert by_environment(site(tmp_path / "b", f"{THREE}kafka_environment: production\n").nodes) is Level.WARNING

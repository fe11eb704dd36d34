"""kafka_config on the data of an inventory."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.wikimedia_functions import cluster_names, kafka_config
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.errors import HieraError
from lib.data.project_trees import HOST, PAGE, project_tree


def compiler(tmp_path: Path, data: str = PAGE, **more: dict[str, str]) -> Compiler:
    return Compiler.load(project_tree(tmp_path, data, **more))


def test_it_looks_in_the_scope_of_the_inventory_or_of_a_host(tmp_path: Path) -> None:
    found = compiler(tmp_path, hosts={HOST: PAGE.replace("my-kafka-cluster", "main-analytics")})
    assert cluster_names(found) == ["my-kafka-cluster"]
    assert cluster_names(found, HOST) == ["main-analytics"]
    assert kafka_config(found, "my-kafka-cluster").value["name"] == "my-kafka-cluster"
    assert kafka_config(found, "main", host=HOST).value["name"] == "main-analytics"


def test_a_scope_without_a_site_is_told(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path)
    inventory.write_text(inventory.read_text().replace("  site: eqiad\n", ""))
    with pytest.raises(WikimediaError, match="no top-scope variable 'site'"):
        kafka_config(Compiler.load(inventory), "main")


def test_data_that_cannot_be_read_stays_an_error_of_the_data(tmp_path: Path) -> None:
    with pytest.raises(HieraError, match="yaml-syntax"):
        kafka_config(compiler(tmp_path, "kafka_clusters: [\n"), "main")


def test_data_without_clusters_has_no_names(tmp_path: Path) -> None:
    assert cluster_names(compiler(tmp_path, "kafka_clusters: []\n")) == []

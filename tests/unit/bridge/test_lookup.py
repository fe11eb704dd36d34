"""Lookups for Ansible's templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.bridge.lookup import lookup
from hiera_kafka.errors import HieraError
from lib.data.project_trees import HOST, PAGE, project_tree


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path, PAGE + "list: [a]\n", hosts={HOST: "list: [b]\n"}))


def test_a_value_is_found_in_the_hosts_scope(inventory: str) -> None:
    assert lookup(inventory, HOST, "list") == ["b"]
    assert lookup(inventory, "other.example.org", "list") == ["a"]


def test_dots_dig_and_a_merge_may_be_named(inventory: str) -> None:
    assert lookup(inventory, HOST, f"zookeeper_clusters.my-zookeeper-cluster.hosts.'{HOST}'") == "1"
    assert lookup(inventory, HOST, "list", merge="unique") == ["b", "a"]


def test_a_default_stands_for_a_missing_key_also_when_it_is_nothing(inventory: str) -> None:
    assert lookup(inventory, HOST, "nope", default="x") == "x"
    assert lookup(inventory, HOST, "nope", default=None) is None
    with pytest.raises(HieraError, match="lookup-not-found"):
        lookup(inventory, HOST, "nope")

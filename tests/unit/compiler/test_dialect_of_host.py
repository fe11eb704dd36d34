"""Which dialect a host is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import ModelError
from lib.data.project_trees import HOST, PAGE, project_tree

DIALECT = "kafka_dialect: wikimedia\n"
OTHER = "nodes:\n  other.example.org:\n"


def compiler(directory: Path, data: str = PAGE, more: str = "") -> Compiler:
    return Compiler.load(project_tree(directory, data, more=more))


@pytest.mark.parametrize(
    ("data", "more", "name"),
    [
        ("", "", "native"),
        (DIALECT, "", "wikimedia"),
        ("", DIALECT, "wikimedia"),
        ("kafka_dialect: native\n", DIALECT, "native"),
        ("kafka_dialect:\n", DIALECT, "wikimedia"),
    ],
)
def test_the_inventory_may_set_the_dialect_of_all_hosts_and_the_data_that_of_one(
    tmp_path: Path, data: str, more: str, name: str
) -> None:
    found = compiler(tmp_path, PAGE + data, more)
    assert (found.dialect.name, found.dialect_of(HOST).name) == (name, name)


def test_a_host_may_be_in_another_dialect_than_the_inventory_as_a_whole(tmp_path: Path) -> None:
    found = Compiler.load(project_tree(tmp_path, hosts={HOST: DIALECT}))
    assert (found.dialect.name, found.dialect_of(HOST).name) == ("native", "wikimedia")


@pytest.mark.parametrize("value", ["wikimediaa", "wikimdeia"])
def test_an_unknown_dialect_is_refused_with_the_nearest_one(tmp_path: Path, value: str) -> None:
    found = compiler(tmp_path, PAGE + f"kafka_dialect: {value}\n")
    assert found.dialect_of(HOST).name == "native"
    with pytest.raises(ModelError, match=r"known are: native, wikimedia[^$]*did you mean 'wikimedia'"):
        found.check()


def test_nodes_of_the_inventory_are_all_hosts_where_it_sets_the_dialect(tmp_path: Path) -> None:
    assert compiler(tmp_path, more=OTHER + DIALECT).hosts == ("other.example.org",)
    (tmp_path / "data").mkdir()
    assert compiler(tmp_path / "data", PAGE + DIALECT, OTHER).hosts == (HOST, "other.example.org")

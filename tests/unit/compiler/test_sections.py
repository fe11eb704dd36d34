"""Compilers are made once a process, and sections belong to hosts."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.bridge.lookup import lookup
from hiera_kafka.compiler.sections import compiler_of, section_of
from hiera_kafka.errors import CatalogError, HieraError, ModelError
from lib.data.project_trees import HOST, project_tree


def test_an_inventory_file_is_read_once(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path)
    first = compiler_of(str(inventory))
    inventory.write_text("plugin: [")
    assert compiler_of(str(inventory)) is first
    assert first.hosts == (HOST,)


def test_the_environment_of_ansible_says_what_lies_beyond_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "a.yaml").write_text("leak: outside\n")
    inventories = [project_tree(tmp_path / name) for name in ("refused", "allowed")]
    for inventory in inventories:
        hiera = inventory.parents[2] / "hieradata" / "hiera.yaml"
        hiera.write_text(hiera.read_text() + f"  - name: private\n    path: {tmp_path}/private/a.yaml\n")

    with pytest.raises(HieraError, match="outside-repository"):
        lookup(str(inventories[0]), HOST, "leak")
    monkeypatch.setenv("HIERA_KAFKA_ALLOW_OUTSIDE", str(tmp_path / "private"))
    assert lookup(str(inventories[1]), HOST, "leak") == "outside"


def test_a_role_that_the_host_does_not_have_is_an_error_that_names_those_it_has(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, more="nodes:\n  bastion.example.org:\n")
    with pytest.raises(CatalogError, match=r"role-not-of-host\].* it has: none"):
        section_of(str(inventory), "bastion.example.org", "zookeeper")


def test_a_host_of_the_wikimedia_dialect_gets_no_bundle(tmp_path: Path) -> None:
    more = f"nodes:\n  {HOST}:\nkafka_dialect: wikimedia\n"
    with pytest.raises(ModelError, match="wikimedia-host"):
        section_of(str(project_tree(tmp_path, "cluster: misc\n", more=more)), HOST, "kafka_broker")

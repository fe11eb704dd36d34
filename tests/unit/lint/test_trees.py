"""Loading hierarchies and inventories."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.lint.targets import Targets
from hiera_kafka.lint.trees import load
from lib.data.project_trees import project_tree


def test_a_hierarchy_finds_the_inventories_that_use_it(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path).resolve()
    hierarchy = str(tmp_path / "hieradata/hiera.yaml")
    loaded = load(Targets(hierarchies={hierarchy: None}), discover=True)

    assert [str(site.inventory.path) for site in loaded.sites] == [str(inventory)]
    assert [tree.config_file for tree in loaded.trees] == [hierarchy]


def test_an_inventory_that_cannot_be_read_is_reported_and_the_others_are_loaded(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path)
    bad = tmp_path / "bad.hiera_kafka.yml"
    bad.write_text("plugin: nope\n")
    loaded = load(Targets(inventories={str(bad): None, str(inventory): None}), discover=False)

    assert {diagnostic.id for diagnostic in loaded.diagnostics} == {"wrong-type", "missing-key"}
    assert len(loaded.sites) == 1


def test_hierarchies_beside_another_are_known_as_its_siblings(tmp_path: Path) -> None:
    project_tree(tmp_path)
    hierarchy = tmp_path / "hieradata/hiera.yaml"
    (tmp_path / "hieradata/hiera-cloud.yaml").write_text(hierarchy.read_text())
    (tree,) = load(Targets(hierarchies={str(hierarchy): None}, trees={str(tmp_path): None}), discover=False).trees

    assert [Path(str(sibling.file)).name for sibling in tree.siblings] == ["hiera-cloud.yaml"]

"""Which hierarchies answer together."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.lint import targets, trees
from hiera_kafka.lint.views.layers import Layers, other_configs
from lib.data.control_trees import HIERA, control_tree

FILES = {
    "Puppetfile": "",
    "hiera.yaml": HIERA,
    "modules/ntp/manifests/init.pp": "",
    "modules/ntp/hiera.yaml": HIERA,
    "modules/dns/manifests/init.pp": "",
    "puppet/hiera.yaml": "---\n:backends: [yaml]\n:hierarchy: [common]\n",
}


def layers(directory: Path, file: str) -> Layers:
    top = control_tree(directory, FILES)
    loaded = trees.load(targets.resolve([top], None), discover=False)
    return Layers(next(tree for tree in loaded.trees if tree.config_file == str(top / file)))


def answering(directory: Path, file: str, module: str | None) -> set[tuple[str, str | None]]:
    return {(tree.kind.layer, tree.kind.module) for tree in layers(directory, file).answering(module)}


def test_keys_are_asked_of_global_environment_and_their_module(tmp_path: Path) -> None:
    both = {("global", None), ("environment", None)}

    assert answering(tmp_path, "hiera.yaml", None) == both
    assert answering(tmp_path, "hiera.yaml", "dns") == both
    assert answering(tmp_path, "hiera.yaml", "ntp") == both | {("module", "ntp")}
    assert answering(tmp_path, "modules/ntp/hiera.yaml", "dns") == both | {("module", "ntp")}


def test_a_module_that_is_not_here_may_have_its_keys(tmp_path: Path) -> None:
    found = layers(tmp_path, "hiera.yaml")

    assert found.module_is_elsewhere("plain") is None
    assert found.module_is_elsewhere("dns::a") is None
    assert "'apache' is not here" in str(found.module_is_elsewhere("apache::a"))


def test_levels_of_plans_and_other_hierarchies_may_read_the_files_as_well(tmp_path: Path) -> None:
    plans = f"{HIERA}plan_hierarchy:\n- {{name: static, path: static.yaml}}\n"
    top = control_tree(tmp_path, {"hiera.yaml": plans, "hiera_test.yaml": HIERA})
    loaded = trees.load(targets.resolve([top / "hiera.yaml"], None), discover=False)

    names = [entry.name for config in other_configs(loaded.trees[0]) for entry in config.entries]
    assert sorted(names) == ["c", "nodes", "static"]


def test_a_tree_that_is_kept_apart_may_have_any_key(tmp_path: Path) -> None:
    assert layers(tmp_path, "hiera.yaml").private_tree_is_elsewhere is None
    control_tree(tmp_path, {".gitignore": "/data/nodes\n"})
    (tmp_path / "data").mkdir()
    found = layers(tmp_path, "hiera.yaml").private_tree_is_elsewhere

    assert found == "'data/nodes' is not here and may have the key: it is kept out of the repository by .gitignore"

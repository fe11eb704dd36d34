"""What a repository to start from holds."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import yaml

from hiera_kafka import __version__
from hiera_kafka.compiler import Compiler, load_inventory
from hiera_kafka.errors import ProjectError
from hiera_kafka.ops.scaffold.repository import Example, PuppetTree, of_example, of_puppet
from hiera_kafka.ops.scaffold.writing import write_new
from hiera_kafka.project import examples

ALL: tuple[Example, ...] = get_args(Example)


@pytest.mark.parametrize("example", ALL)
def test_both_inventories_have_the_hosts_of_the_example(example: Example, tmp_path: Path) -> None:
    write_new(tmp_path, of_example(example, examples()))

    wanted = Compiler(load_inventory(examples() / "inventories" / example)).hosts
    local = load_inventory(tmp_path / "inventories" / "local")
    prod = load_inventory(tmp_path / "inventories" / "prod")
    assert Compiler(local).hosts == Compiler(prod).hosts == wanted
    assert local.state_dir == tmp_path / "var" / "local"
    assert (local.model.platform, prod.model.platform) == ("local", "hosts")


def test_hosts_of_production_are_reached_over_ssh_and_those_of_this_machine_are_not(tmp_path: Path) -> None:
    files = of_example("local", examples())

    prod, local = (yaml.safe_load(files[f"inventories/{name}/group_vars/all.yml"]) for name in ("prod", "local"))
    assert (prod["ansible_connection"], prod["ansible_become"]) == ("ssh", True)
    assert (local["ansible_connection"], local["ansible_become"]) == ("local", False)


@pytest.mark.parametrize("example", ALL)
def test_no_text_has_a_place_left_open_or_names_the_clone(example: Example) -> None:
    for path, text in of_example(example, examples()).items():
        assert "hieradata" not in text, path
        assert not path.endswith((".md", ".yaml")) or "$" not in text.replace("$ ", "").replace(")$", ""), path


def test_hooks_install_the_release_that_wrote_them() -> None:
    hooks = yaml.safe_load(of_example("local", examples())[".pre-commit-config.yaml"])

    assert hooks["repos"][0]["hooks"][0]["additional_dependencies"] == [f"hiera-kafka=={__version__}"]


def _control_repository(directory: Path) -> Path:
    (directory / "data").mkdir(parents=True)
    (directory / ".git").mkdir()
    (directory / "hiera.yaml").write_text(
        'version: 5\nhierarchy:\n  - {name: a, paths: ["%{site}.yaml", common.yaml]}\n', "utf-8"
    )
    (directory / "data" / "common.yaml").write_text(
        "zookeeper_clusters: {z: {hosts: {k1.example.org: '1'}}}\n"
        "kafka_clusters: {k: {zookeeper_cluster_name: z, brokers: {k1.example.org: {id: 1}}}}\n",
        "utf-8",
    )
    return directory


@pytest.mark.parametrize("name", ["local", "prod"])
def test_data_of_puppet_is_used_where_it_is(name: str, tmp_path: Path) -> None:
    control = _control_repository(tmp_path / "control")
    tree = PuppetTree.at(control)
    new = control / "kafka"
    write_new(new, of_puppet(tree, new, examples()))

    inventory = load_inventory(new / "inventories" / name)
    assert not tree.outside(new)
    assert inventory.model.hiera_config == "../../../hiera.yaml"
    assert Compiler(inventory).hosts == ("k1.example.org",)
    assert not (new / "hiera.yaml").exists()


def test_an_inventory_says_which_variables_the_hierarchy_reads(tmp_path: Path) -> None:
    tree = PuppetTree.at(_control_repository(tmp_path / "control") / "hiera.yaml")

    text = of_puppet(tree, tmp_path / "new", examples())["inventories/prod/hiera_kafka.yml"]
    assert "\n#  site:\n" in text
    assert yaml.safe_load(text)["scope"] == {}


def test_data_in_another_repository_needs_a_setting_and_the_readme_says_which(tmp_path: Path) -> None:
    control = _control_repository(tmp_path / "control")
    tree = PuppetTree.at(control)

    files = of_puppet(tree, tmp_path / "new", examples())

    assert tree.outside(tmp_path / "new")
    assert f'allow_outside = ["{control}"]' in files["README.md"]
    assert yaml.safe_load(files["inventories/prod/hiera_kafka.yml"])["hiera_config"] == str(control / "hiera.yaml")


def test_a_directory_without_hiera_yaml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="hiera-config-missing"):
        PuppetTree.at(tmp_path)

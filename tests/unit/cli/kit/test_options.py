"""Options that commands share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

from hiera_kafka.cli.kit.options import Workspace, find_host, find_project, inventory_path
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import ProjectError
from hiera_kafka.trust import VARIABLE

ROOT = Path(__file__).parents[4]


def test_the_standard_inventory_is_local() -> None:
    assert inventory_path(None, find_project(ROOT)) == ROOT / "inventories/local"


def test_a_bare_name_is_an_inventory_of_the_checkout_even_beside_a_directory_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "three").mkdir()
    monkeypatch.chdir(tmp_path)

    assert inventory_path("three", find_project(ROOT)) == ROOT / "inventories/three"
    assert inventory_path("./three", find_project(ROOT)) == Path("three")


def test_a_file_in_the_current_directory_needs_no_path(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree.parent)

    assert inventory_path(tree.name, find_project(ROOT)) == Path(tree.name)


def test_an_unknown_name_comes_with_the_nearest() -> None:
    with pytest.raises(ProjectError) as caught:
        inventory_path("thre", find_project(ROOT))

    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.id == "unknown-inventory"
    assert diagnostic.hint == "did you mean 'three'?"


def test_the_environment_names_an_inventory(hiera_kafka: Run, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIERA_KAFKA_INVENTORY", str(tree))

    assert hiera_kafka("inventory", "--output", "json").json["file"] == str(tree)


def test_a_checkout_that_was_given_is_not_replaced_by_another(hiera_kafka: Run, tmp_path: Path) -> None:
    result = hiera_kafka("inventory", "--project", tmp_path)

    assert result.code == 3
    assert (
        f"error[checkout-not-found]: neither inventories of hiera-kafka nor a checkout of it at or above {tmp_path}"
        in (result.stderr)
    )


def test_a_directory_below_a_checkout_stands_for_it() -> None:
    assert Workspace(None, ROOT / "src").project.root == ROOT


def test_a_bare_name_is_an_inventory_of_the_repository_that_one_stands_in(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tree.parents[2]
    (repository / "below").mkdir()
    monkeypatch.chdir(repository / "below")

    assert Workspace(None, None).project.root == repository
    assert inventory_path(tree.parent.name, find_project(None)) == tree.parent
    with pytest.raises(ProjectError, match=f"no inventory is named 'three', known are: {tree.parent.name}"):
        inventory_path("three", find_project(None))


def test_directories_are_safe_while_the_command_runs(hiera_kafka: Run, local_tree: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "templates", copy / "templates")
    (copy / "roles").mkdir()
    (copy / "site.yml").touch()
    copy.chmod(0o777)
    words = ["render", "-i", local_tree, "--project", copy, "--force", "--out", tmp_path / "out"]

    refused = hiera_kafka(*words, "--safe-directory", "/elsewhere")
    assert refused.code == 3
    assert f"error[untrusted-code]: {copy} can be written by everybody" in refused.stderr
    assert hiera_kafka(*words, "--safe-directory", "/elsewhere", "--safe-directory", copy).code == 0
    assert VARIABLE not in os.environ


def test_a_host_may_be_named_by_its_first_label(tree: Path) -> None:
    compiler = Compiler.load(tree)

    assert find_host(compiler, "kafka1") == "kafka1.analytics.eqiad1.wikimedia.cloud"
    with pytest.raises(ProjectError):
        find_host(compiler, "kafka")


def test_warnings_of_the_data_go_to_standard_error(hiera_kafka: Run, tree: Path) -> None:
    data = tree.parents[2] / "hieradata/data/common.yaml"
    data.write_text(data.read_text() + "\nzookeeper_cluster_name: my-zookeeper-cluster\n")

    result = hiera_kafka("clients", "-i", tree, "--output", "json")

    assert result.code == 0
    assert result.json[0]["cluster"] == "my-kafka-cluster"
    assert "warning[duplicate-key]" in result.stderr

"""The inventory file; messages are held by tests/cases/diagnostics."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler.inventory import PLUGIN, find_inventory_file, load_inventory, standard_state_dir
from hiera_kafka.errors import HieraError, ProjectError
from lib.data.project_trees import INVENTORY, project_tree


def test_paths_in_it_are_relative_to_it(tmp_path: Path) -> None:
    inventory = load_inventory(project_tree(tmp_path, local=True))
    assert inventory.hiera_config == tmp_path / "hieradata" / "hiera.yaml"
    assert inventory.state_dir == tmp_path / "var" / "test"
    assert inventory.name == "test"
    assert inventory.variables == {"realm": "labs", "site": "eqiad", "wmcs_project": "analytics"}


def test_an_absolute_path_stays_as_it_is(tmp_path: Path) -> None:
    inventory = load_inventory(project_tree(tmp_path, more="state_dir: /srv/state\n"))
    assert inventory.state_dir == Path("/srv/state")


def test_the_smallest_one_is_for_hosts_and_fetches_kafka_from_wherever_it_can(tmp_path: Path) -> None:
    path = tmp_path / "hiera_kafka.yml"
    path.write_text(f"plugin: {PLUGIN}\nhiera_config: hiera.yaml\n")
    model = load_inventory(path).model
    assert (model.platform, model.dist.source, model.environment) == ("hosts", "auto", "production")
    assert load_inventory(path).state_dir is None


def test_local_hosts_lie_in_the_users_state_directory_where_the_file_does_not_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    files = [tmp_path / name / "inventories/pro d/hiera_kafka.yml" for name in ("one", "two")]
    for file in files:
        file.parent.mkdir(parents=True)
        file.write_text(f"plugin: {PLUGIN}\nhiera_config: hiera.yaml\nplatform: local\n")
    first, second = (load_inventory(file).state_dir for file in files)

    assert first == standard_state_dir(files[0], {"XDG_STATE_HOME": str(tmp_path / "state")})
    assert first is not None
    assert first.parent == tmp_path / "state/hiera-kafka/local"
    assert first.name.startswith("pro_d-")
    assert first != second


@pytest.mark.parametrize("name", ["hiera_kafka.yml", "hiera_kafka.yaml", "eqiad.hiera_kafka.yml"])
def test_a_directory_stands_for_the_one_file_in_it_that_is_named_like_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(INVENTORY)
    (tmp_path / "other.yml").write_text("")
    assert find_inventory_file(tmp_path) == tmp_path / name


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="inventory-file-missing"):
        find_inventory_file(tmp_path / "nowhere")


def test_warnings_of_reading_it_are_kept(tmp_path: Path) -> None:
    inventory = load_inventory(project_tree(tmp_path, more="environment: a\nenvironment: b\n"))
    assert [d.id for d in inventory.diagnostics] == ["duplicate-key"]
    assert inventory.model.environment == "b"


@pytest.mark.parametrize(
    ("directory", "git", "repository"),
    [
        ("a/inventories/three", "a", "a"),
        ("a/inventories/three", None, "a"),
        ("a/inventory", None, "a"),
        ("a/b", None, "a/b"),
        ("a/inventories/three", "a/inventories", "a/inventories"),
    ],
)
def test_the_repository_is_that_of_git_and_else_what_the_layout_says(
    tmp_path: Path, directory: str, git: str | None, repository: str
) -> None:
    inventory = project_tree(tmp_path / "other")
    file = tmp_path / directory / "hiera_kafka.yml"
    file.parent.mkdir(parents=True)
    file.write_text(inventory.read_text())
    if git is not None:
        (tmp_path / git / ".git").mkdir()

    assert load_inventory(file).repository == tmp_path / repository


def test_a_link_in_a_repository_to_an_inventory_elsewhere_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yml"
    secret.write_text("password: hunter2\n")
    link = tmp_path / "a" / "hiera_kafka.yml"
    (tmp_path / "a" / ".git").mkdir(parents=True)
    link.symlink_to(secret)

    for path in (link, link.parent):
        with pytest.raises(HieraError, match="outside-repository") as caught:
            load_inventory(path)
        assert "hunter2" not in str(caught.value)

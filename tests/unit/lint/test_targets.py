"""What a run looks at."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import ProjectError
from hiera_kafka.lint.hierarchies import read_hierarchy
from hiera_kafka.lint.targets import hierarchies_above, inventories_near, resolve
from lib.data.project_trees import project_tree


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    return project_tree(tmp_path).resolve()


def test_a_directory_stands_for_the_inventories_and_hierarchies_in_it(tmp_path: Path, inventory: Path) -> None:
    targets = resolve([tmp_path], None)

    assert list(targets.inventories) == [str(inventory)]
    assert list(targets.hierarchies) == [str(tmp_path / "hieradata/hiera.yaml")]
    assert not targets.files


def test_a_data_file_belongs_to_the_hierarchy_above_it(tmp_path: Path, inventory: Path) -> None:
    file = tmp_path / "hieradata/data/common.yaml"
    targets = resolve([file], None)

    assert list(targets.hierarchies) == [str(tmp_path / "hieradata/hiera.yaml")]
    assert targets.reports(str(file))
    assert not targets.reports(str(tmp_path / "hieradata/hiera.yaml"))


def test_a_file_outside_every_data_directory_stands_alone(tmp_path: Path, inventory: Path) -> None:
    (tmp_path / ".git").mkdir()
    file = tmp_path / "alone.yaml"
    file.write_text("a: 1\n")

    assert list(resolve([file], None).files) == [str(file)]
    assert hierarchies_above(file) == []


def test_a_directory_of_loose_files_is_linted_file_by_file(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.yaml").write_text("a: 1\n")

    assert list(resolve([tmp_path], None).files) == [str(tmp_path / "a.yaml")]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"error\[lint-path-missing\].* does not exist"):
        resolve([tmp_path / "nope"], None)


def test_inventories_are_found_in_the_directories_above_a_hierarchy(tmp_path: Path, inventory: Path) -> None:
    (tmp_path / ".git").mkdir()

    assert list(inventories_near(str(tmp_path / "hieradata/hiera.yaml"))) == [str(inventory)]


def test_a_hierarchy_that_is_wrong_is_reported_and_not_raised(tmp_path: Path) -> None:
    (tmp_path / "hiera.yaml").write_text("version: 5\nhierrachy: []\n")
    config, diagnostics = read_hierarchy(str(tmp_path / "hiera.yaml"))

    assert config is None
    assert [diagnostic.id for diagnostic in diagnostics] == ["hiera-config-unknown-key"]


def test_a_hierarchy_of_another_version_is_reported(tmp_path: Path) -> None:
    (tmp_path / "hiera.yaml").write_text("version: 3\n")

    assert [diagnostic.id for diagnostic in read_hierarchy(str(tmp_path / "hiera.yaml"))[1]] == ["hiera-version"]

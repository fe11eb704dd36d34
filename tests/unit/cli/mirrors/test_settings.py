"""`hiera-kafka mirrors settings` before it talks to a cluster; tests/local/test_mirrors_command.py has the rest."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import Run

from lib.data.project_trees import project_tree

from .test_commands import DATA, MIRRORS


def test_an_unknown_mirror_is_refused(hiera_kafka: Run, tmp_path: Path) -> None:
    result = hiera_kafka("mirrors", "settings", "nothing", "-i", project_tree(tmp_path, DATA + MIRRORS))

    assert result.code == 3
    assert "error[unknown-mirror]" in result.stderr


def test_broken_data_is_refused_before_a_cluster_is_asked(hiera_kafka: Run, tmp_path: Path) -> None:
    data = (DATA + MIRRORS).replace("source: main-eqiad", "source: main-eqiat")
    result = hiera_kafka("mirrors", "settings", "main-eqiad_to_main-codfw", "-i", project_tree(tmp_path, data))

    assert result.code == 3
    assert "main-eqiat" in result.stderr


def test_an_empty_name_of_a_topic_is_a_wrong_command_line_and_not_a_topic_that_is_missing(
    hiera_kafka: Run, tmp_path: Path
) -> None:
    inventory = project_tree(tmp_path, DATA + MIRRORS)
    result = hiera_kafka("mirrors", "settings", "main-eqiad_to_main-codfw", "--topic", "", "-i", inventory)

    assert result.code == 3
    assert "'' is no name of a topic: it is empty" in result.stderr

"""`hiera-kafka mirrors` before it talks to anybody; tests/local/test_mirrors_command.py has the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

from hiera_kafka.ops.mirrors import hosts
from lib.data.project_trees import project_tree

DATA = """\
zookeeper_clusters: {zk: {hosts: {c1.example.org: 1}}}
kafka_clusters:
  main-eqiad: {zookeeper_cluster_name: zk, brokers: {e1.example.org: {id: 1}}}
  main-codfw: {zookeeper_cluster_name: zk, brokers: {c1.example.org: {id: 1}}}
"""
MIRRORS = (
    "kafka_mirrors: {main-eqiad_to_main-codfw: {source: main-eqiad, destination: main-codfw, topics: 'eqiad.+'}}\n"
)


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    return project_tree(tmp_path, DATA + MIRRORS)


@pytest.mark.parametrize("words", [("main-eqiad_to_main-codw",), ("show", "main-eqiad_to_main-codw")])
def test_a_name_without_a_subcommand_is_shown_and_an_unknown_one_refused(
    hiera_kafka: Run, inventory: Path, words: tuple[str, ...]
) -> None:
    result = hiera_kafka("mirrors", *words, "-i", inventory)

    assert result.code == 3
    assert "error[unknown-mirror]" in result.stderr
    assert "did you mean 'main-eqiad_to_main-codfw'?" in result.stderr


def test_the_help_is_the_groups(hiera_kafka: Run) -> None:
    result = hiera_kafka("mirrors", "--help")

    assert result.code == 0
    assert "settings" in result.stdout
    assert "show" in result.stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--max-seconds", "-1"), "-1.0 is not in the range"),
        (("settings",), "missing argument 'NAME'"),
        (("--addresses", "none.yml"), "does not exist"),
    ],
)
def test_wrong_command_lines_are_refused(hiera_kafka: Run, words: tuple[str, ...], complaint: str) -> None:
    result = hiera_kafka("mirrors", *words)

    assert result.code == 3
    assert complaint in result.stderr


def test_data_without_mirrors_asks_nobody(hiera_kafka: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "ask", None)
    result = hiera_kafka("mirrors", "-i", project_tree(tmp_path, DATA))

    assert (result.code, result.stdout) == (0, "The data has no mirrors.\n")

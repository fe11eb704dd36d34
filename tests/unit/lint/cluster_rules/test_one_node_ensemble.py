"""Ensembles of one member."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Severity
from lib.data.linting import found, lint_tree
from lib.data.project_trees import HOST, PAGE
from lib.data.three_brokers import THREE


def test_one_member_is_an_info(tmp_path: Path) -> None:
    (finding,) = lint_tree(tmp_path, PAGE, select="one-node-ensemble").findings

    assert finding.level is Severity.INFO
    assert finding.where is not None
    assert finding.where.line == 4


def test_one_member_is_a_warning_in_production(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f"{PAGE}kafka_environment: production\n", select="one-node-ensemble")

    assert found(report) == [("one-node-ensemble", "common.yaml", 4)]


def test_what_counts_is_also_the_environment_of_the_brokers_that_use_it(tmp_path: Path) -> None:
    data = PAGE.replace(f"    brokers:\n      {HOST}", "    brokers:\n      k1.example.org")
    hosts = {"k1.example.org": "kafka_environment: production\n"}

    assert found(lint_tree(tmp_path, data, hosts=hosts, select="one-node-ensemble")) != []


def test_three_members_are_fine(tmp_path: Path) -> None:
    assert lint_tree(tmp_path, THREE, select="one-node-ensemble").findings == ()

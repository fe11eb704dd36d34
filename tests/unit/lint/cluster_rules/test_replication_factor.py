"""Replication factors against brokers."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from hiera_kafka.lint.cluster_rules.replication_factor import FACTORS
from lib.data.linting import found, lint_tree
from lib.data.three_brokers import CLUSTER, THREE


def with_config(config: str) -> str:
    return THREE.replace(CLUSTER, f"{CLUSTER}    config:\n      {config}\n")


@pytest.mark.parametrize("option", FACTORS)
def test_more_replicas_than_brokers_are_an_error(tmp_path: Path, option: str) -> None:
    report = lint_tree(tmp_path, with_config(f"{option}: 4"), select="replication-factor")

    assert found(report) == [("replication-factor", "common.yaml", 14)]
    assert report.findings[0].level is Severity.ERROR


def test_one_replica_of_three_brokers_is_a_warning(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, with_config("default.replication.factor: 1"), select="replication-factor")

    assert [finding.level for finding in report.findings] == [Severity.WARNING]


def test_defaults_and_factors_between_are_fine(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, with_config("default.replication.factor: 2"), select="replication-factor")

    assert report.findings == ()

"""min.insync.replicas against the replication factor."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.linting import found, lint_tree
from lib.data.three_brokers import CLUSTER, THREE


@pytest.mark.parametrize(
    ("config", "level"),
    [
        ("min.insync.replicas: 4", Severity.ERROR),
        ("min.insync.replicas: 3", Severity.WARNING),
        ("min.insync.replicas: 1", Severity.WARNING),
        ("transaction.state.log.min.isr: 4", Severity.ERROR),
        ("default.replication.factor: 2", Severity.WARNING),
    ],
)
def test_what_stops_writes_or_promises_nothing_is_found_at_its_line(
    tmp_path: Path, config: str, level: Severity
) -> None:
    data = THREE.replace(CLUSTER, f"{CLUSTER}    config:\n      {config}\n")

    report = lint_tree(tmp_path, data, select="min-insync-replicas")

    assert found(report) == [("min-insync-replicas", "common.yaml", 14)]
    assert report.findings[0].level is level


def test_one_less_than_the_factor_is_fine(tmp_path: Path) -> None:
    data = THREE.replace(CLUSTER, f"{CLUSTER}    config:\n      min.insync.replicas: 2\n")

    assert lint_tree(tmp_path, data, select="min-insync-replicas").findings == ()

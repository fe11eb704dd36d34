"""What production must not have."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Severity
from lib.data.linting import found, lint_tree
from lib.data.project_trees import PAGE

DATA = f"profile::kafka::broker::auth_acls_enabled: false\n{PAGE}"


def test_it_is_an_info_where_the_data_says_nothing_of_production(tmp_path: Path) -> None:
    (finding,) = lint_tree(tmp_path, DATA, select="acls-off").findings

    assert finding.level is Severity.INFO


def test_it_is_a_warning_in_production_at_the_line_that_says_so(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f"{DATA}kafka_environment: production\n", select="acls-off")

    assert [finding.level for finding in report.findings] == [Severity.WARNING]
    assert found(report)[0][2] == 1


def test_without_the_key_the_place_is_the_cluster(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f"{PAGE}kafka_environment: production\n", select="acls-off")

    assert found(report) == [("acls-off", "common.yaml", 10)]


def test_with_an_authorizer_nothing_is_reported(tmp_path: Path) -> None:
    assert lint_tree(tmp_path, DATA.replace("enabled: false", "enabled: true"), select="acls-off").findings == ()

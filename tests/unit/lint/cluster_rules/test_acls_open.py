"""What production must not have."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Severity
from lib.data.linting import found, lint_tree
from lib.data.project_trees import PAGE

DATA = f"profile::kafka::broker::auth_acls_enabled: true\n{PAGE}"


def test_it_is_an_info_where_the_data_says_nothing_of_production(tmp_path: Path) -> None:
    (finding,) = lint_tree(tmp_path, DATA, select="acls-open").findings

    assert finding.level is Severity.INFO


def test_it_is_a_warning_in_production_at_the_line_that_says_so(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f"{DATA}kafka_environment: production\n", select="acls-open")

    assert [finding.level for finding in report.findings] == [Severity.WARNING]
    assert found(report)[0][2] == 1


def test_what_refuses_everyone_else_is_fine(tmp_path: Path) -> None:
    cluster = "    zookeeper_cluster_name: my-zookeeper-cluster\n    brokers:"
    closed = DATA.replace(cluster, f"    config: {{allow.everyone.if.no.acl.found: false}}\n{cluster}")

    assert closed != DATA
    assert lint_tree(tmp_path, closed, select="acls-open").findings == ()

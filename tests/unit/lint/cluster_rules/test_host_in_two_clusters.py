"""Hosts that are listed twice."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Severity
from lib.data.linting import lint_tree
from lib.data.three_brokers import CLUSTERS, hosts

TWICE = CLUSTERS.replace("{c1.example.org: {id: 1}}", "{c1.example.org: {id: 1}, a1.example.org: {id: 2}}")


def test_the_listing_that_does_not_count_is_found(tmp_path: Path) -> None:
    data = hosts(a="profile::kafka::broker::kafka_cluster_name: a-eqiad\n")

    report = lint_tree(tmp_path, TWICE, hosts=data, select="host-in-two-clusters")

    assert [(finding.level, finding.where.line if finding.where else 0) for finding in report.findings] == [
        (Severity.WARNING, 7)
    ]


def test_without_a_key_that_decides_each_listing_is_an_error(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, TWICE, select="host-in-two-clusters")

    assert [(finding.level, finding.where.line if finding.where else 0) for finding in report.findings] == [
        (Severity.ERROR, 5),
        (Severity.ERROR, 7),
    ]


def test_a_zookeeper_that_is_a_broker_is_listed_once_in_each_table(tmp_path: Path) -> None:
    data = CLUSTERS.replace("z1.example.org", "a1.example.org")

    assert lint_tree(tmp_path, data, select="host-in-two-clusters").findings == ()

"""Paths of clusters in ZooKeeper."""

from __future__ import annotations

from pathlib import Path

from lib.data.linting import found, lint_tree
from lib.data.three_brokers import CLUSTERS


def test_a_path_that_another_cluster_has_is_found_where_it_is_set(tmp_path: Path) -> None:
    data = CLUSTERS.replace(
        "  b-eqiad: {", "  b-eqiad:\n    {config: {zookeeper.connect: 'z1.example.org:2181/kafka/a-eqiad'}, "
    )

    report = lint_tree(tmp_path, data, select="shared-chroot")

    assert found(report) == [("shared-chroot", "common.yaml", 7)]


def test_the_same_path_in_another_ensemble_is_fine(tmp_path: Path) -> None:
    data = CLUSTERS.replace(
        "  b-eqiad: {", "  b-eqiad: {config: {zookeeper.connect: 'y1.example.org:2181/kafka/a-eqiad'}, "
    )

    assert lint_tree(tmp_path, data, select="shared-chroot").findings == ()


def test_clusters_of_one_ensemble_have_paths_of_their_own(tmp_path: Path) -> None:
    assert lint_tree(tmp_path, CLUSTERS, select="shared-chroot").findings == ()

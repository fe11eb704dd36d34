"""How brokers are spread over racks."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.linting import found, lint_tree


def cluster(racks: str) -> str:
    brokers = "".join(f"      k{i}.example.org: {{id: {i}, rack: {rack}}}\n" for i, rack in enumerate(racks, 1))
    return f"zookeeper_clusters:\n  z: {{hosts: {{z1: 1}}}}\nkafka_clusters:\n  c:\n{HEAD}{brokers}"


HEAD = "    zookeeper_cluster_name: z\n    brokers:\n"


def levels(directory: Path, racks: str) -> list[Severity]:
    return [finding.level for finding in lint_tree(directory, cluster(racks), select="racks-unbalanced").findings]


@pytest.mark.parametrize("racks", ["ABC", "ABCDD", "AABBCC", "ABCABCA", "AB", "A"])
def test_even_racks_are_fine(tmp_path: Path, racks: str) -> None:
    assert levels(tmp_path, racks) == []


@pytest.mark.parametrize("racks", ["AAB", "AA", "AAAA", "AABB", "AAABC", "AAAABBCC"])
def test_a_crowded_rack_and_too_few_racks_are_warnings(tmp_path: Path, racks: str) -> None:
    assert set(levels(tmp_path, racks)) == {Severity.WARNING}


def test_a_rack_that_is_only_small_is_an_info(tmp_path: Path) -> None:
    assert levels(tmp_path, "CDDEEEFFF") == [Severity.INFO]


def test_the_places_are_the_brokers_in_the_crowded_rack(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, cluster("ABA"), select="racks-unbalanced")

    assert found(report) == [("racks-unbalanced", "common.yaml", 7), ("racks-unbalanced", "common.yaml", 9)]

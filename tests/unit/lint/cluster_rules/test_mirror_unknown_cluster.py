"""Ends of mirrors."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import found, lint_tree
from lib.data.three_brokers import CLUSTERS, hosts, mirror


@pytest.fixture(params=["native", "wikimedia"])
def dialect(request: pytest.FixtureRequest) -> str:
    return f"kafka_dialect: {request.param}\n"


def lint(directory: Path, dialect: str, source: str, destination: str = "b-eqiad") -> list[tuple[str, str, int]]:
    data = hosts(b=mirror(source, destination))
    return found(lint_tree(directory, CLUSTERS, hosts=data, select="mirror-unknown-cluster", more=dialect))


def test_an_unknown_source_is_found_at_its_name(tmp_path: Path, dialect: str) -> None:
    assert lint(tmp_path, dialect, "a-eqiat") == [("mirror-unknown-cluster", "b1.example.org.yaml", 1)]


def test_an_unknown_destination_is_found_at_its_name(tmp_path: Path, dialect: str) -> None:
    assert lint(tmp_path, dialect, "a-eqiad", "nowhere") == [("mirror-unknown-cluster", "b1.example.org.yaml", 2)]


def test_a_mirror_to_itself_is_found(tmp_path: Path, dialect: str) -> None:
    assert lint(tmp_path, dialect, "b-eqiad") == [("mirror-unknown-cluster", "b1.example.org.yaml", 2)]


def test_known_clusters_are_fine(tmp_path: Path, dialect: str) -> None:
    assert lint(tmp_path, dialect, "a-eqiad") == []


def test_a_prefix_is_completed_by_the_site(tmp_path: Path) -> None:
    data = hosts(b=mirror("a", "b"))
    report = lint_tree(tmp_path, CLUSTERS, hosts=data, select="mirror-unknown-cluster", more=SITE)

    assert report.findings == ()


SITE = "nodes: {b1.example.org: {variables: {realm: production, site: eqiad}}}\n"

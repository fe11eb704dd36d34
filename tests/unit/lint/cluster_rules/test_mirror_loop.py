"""Mirrors in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.linting import found, lint_tree
from lib.data.three_brokers import CLUSTERS, hosts, mirror

DIALECTS = ["native", "wikimedia"]


def lint(directory: Path, dialect: str, **data: str) -> list[tuple[str, str, int]]:
    report = lint_tree(
        directory, CLUSTERS, hosts=hosts(**data), select="mirror-loop", more=f"kafka_dialect: {dialect}\n"
    )
    assert all(finding.level is Severity.ERROR for finding in report.findings)
    return found(report)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_two_mirrors_are_reported_once_at_the_whitelist_that_takes_anothers_prefix(
    tmp_path: Path, dialect: str
) -> None:
    clusters = CLUSTERS.replace("b-eqiad", "b-codfw")
    data = hosts(
        a=mirror("b-codfw", "a-eqiad", "{whitelist: '.*'}"), b=mirror("a-eqiad", "b-codfw", "{whitelist: '^eqiad.+'}")
    )
    report = lint_tree(tmp_path, clusters, hosts=data, select="mirror-loop", more=f"kafka_dialect: {dialect}\n")

    assert found(report) == [("mirror-loop", "a1.example.org.yaml", 3)]
    (finding,) = report.findings
    assert [Path(place.file).name for place in finding.diagnostic.where] == [
        "a1.example.org.yaml",
        "b1.example.org.yaml",
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_circle_of_three_is_found(tmp_path: Path, dialect: str) -> None:
    three = lint(
        tmp_path,
        dialect,
        a=mirror("c-eqiad", "a-eqiad", "{whitelist: '.*'}"),
        b=mirror("a-eqiad", "b-eqiad", "{whitelist: '^(eqiad|codfw)[.].+'}"),
        c=mirror("b-eqiad", "c-eqiad", "{whitelist: '^codfw[.].+'}"),
    )

    assert len(three) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_mirrors_of_disjoint_prefixes_are_fine(tmp_path: Path, dialect: str) -> None:
    data = {
        "a": mirror("b-eqiad", "a-eqiad", "{whitelist: '^codfw[.].+'}"),
        "b": mirror("a-eqiad", "b-eqiad", "{whitelist: '^eqiad[.].+'}"),
    }

    assert lint(tmp_path, dialect, **data) == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_mirror_that_is_off_closes_no_circle(tmp_path: Path, dialect: str) -> None:
    off = "profile::kafka::mirror::enabled: false"
    data = {"a": mirror("b-eqiad", "a-eqiad", "{}", off), "b": mirror("a-eqiad", "b-eqiad")}

    assert lint(tmp_path, dialect, **data) == []

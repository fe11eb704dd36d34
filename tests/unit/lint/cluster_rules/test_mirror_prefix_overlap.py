"""Mirrors of the same topics into one cluster."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from hiera_kafka.lint.runner import Report
from lib.data.linting import found, lint_tree
from lib.data.three_brokers import CLUSTERS, mirror


def two_sources(one: str, other: str) -> dict[str, str]:
    brokers = CLUSTERS.replace("{b1.example.org: {id: 1}}", "{b1.example.org: {id: 1}, b2.example.org: {id: 2}}")
    return {
        "common": brokers,
        "b1.example.org": mirror("a-eqiad", "b-eqiad", f"{{whitelist: '{one}'}}"),
        "b2.example.org": mirror("c-eqiad", "b-eqiad", f"{{whitelist: '{other}'}}"),
    }


def lint(directory: Path, one: str, other: str, dialect: str) -> Report:
    data = two_sources(one, other)
    common = data.pop("common")
    more = f"kafka_dialect: {dialect}\n"
    return lint_tree(directory, common, hosts=data, select="mirror-prefix-overlap", more=more)


@pytest.mark.parametrize(("dialect", "level"), [("native", Severity.ERROR), ("wikimedia", Severity.WARNING)])
def test_topics_that_both_take_are_reported_once(tmp_path: Path, dialect: str, level: Severity) -> None:
    report = lint(tmp_path, ".*", "^codfw[.].+", dialect)

    assert found(report) == [("mirror-prefix-overlap", "b1.example.org.yaml", 3)]
    (finding,) = report.findings
    assert finding.level is level
    assert [Path(place.file).name for place in finding.diagnostic.where] == [
        "b1.example.org.yaml",
        "b2.example.org.yaml",
    ]


@pytest.mark.parametrize("dialect", ["native", "wikimedia"])
def test_prefixes_that_differ_are_fine(tmp_path: Path, dialect: str) -> None:
    assert found(lint(tmp_path, "^eqiad[.].+", "^codfw[.].+", dialect)) == []

"""Whitelists of which nothing can be proven."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.linting import lint_tree
from lib.data.three_brokers import CLUSTERS, hosts, mirror

HOSTILE = "(?!(a|b)*a(a|b){20}$)[ab]*a[ab]{20}"


def told(directory: Path, dialect: str, **data: str) -> list[tuple[str, Severity, str]]:
    report = lint_tree(
        directory, CLUSTERS, hosts=hosts(**data), select="mirror-pattern-unproven", more=f"kafka_dialect: {dialect}\n"
    )
    return [(Path(one.where.file).name, one.level, one.message) for one in report.findings if one.where is not None]


@pytest.mark.parametrize(("dialect", "level"), [("native", Severity.ERROR), ("wikimedia", Severity.WARNING)])
def test_a_whitelist_outside_the_proof_is_reported_once(tmp_path: Path, dialect: str, level: Severity) -> None:
    ((file, found, message),) = told(tmp_path, dialect, b=mirror("a-eqiad", "b-eqiad", "{whitelist: 'a*+'}"))

    assert (file, found) == ("b1.example.org.yaml", level)
    assert "of the mirror a-eqiad_to_b-eqiad: a quantifier that gives nothing back, at character 2" in message


def test_what_java_refuses_is_reported_of_wikimedias_dialect_too(tmp_path: Path) -> None:
    ((_, level, message),) = told(tmp_path, "wikimedia", b=mirror("a-eqiad", "b-eqiad", "{whitelist: '(a'}"))

    assert level is Severity.WARNING
    assert message.startswith("Java refuses the pattern of the mirror a-eqiad_to_b-eqiad: a group is not closed")


@pytest.mark.slow
@pytest.mark.parametrize(("dialect", "level"), [("native", Severity.ERROR), ("wikimedia", Severity.WARNING)])
def test_whitelists_that_take_too_long_to_compare_are_reported_once(
    tmp_path: Path, dialect: str, level: Severity
) -> None:
    data = {
        "a": mirror("b-eqiad", "a-eqiad", f"{{whitelist: '{HOSTILE}'}}"),
        "b": mirror("a-eqiad", "b-eqiad", "{whitelist: '[ab]+'}"),
    }
    ((_, found, message),) = told(tmp_path, dialect, **data)

    assert found is level
    assert "take a topic in common takes too many steps to tell" in message


@pytest.mark.parametrize("dialect", ["native", "wikimedia"])
def test_patterns_as_people_write_them_are_proven(tmp_path: Path, dialect: str) -> None:
    jumbo = r"{whitelist: '^(?!.*change-prop\.|.*changeprop\.|.*cpjobqueue\.|.*mediawiki\.job\.cirrus).+$'}"

    assert told(tmp_path, dialect, b=mirror("a-eqiad", "b-eqiad", jumbo)) == []

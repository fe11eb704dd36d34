"""SARIF."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hiera_kafka.errors import Diagnostic
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.formats.sarif import render
from lib.data.reports import BASE, FINDINGS, OF_ONE_CAUSE, report


def test_each_finding_is_a_result_of_a_rule_that_is_described() -> None:
    log = json.loads(render(report(*FINDINGS), BASE))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert run["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "data/a%20b.yaml"},
        "region": {"startLine": 3, "startColumn": 12, "endColumn": 14},
    }
    assert run["results"][0]["relatedLocations"]
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]
    assert run["results"][2]["locations"] == []
    assert run["results"][0]["properties"] == {"hosts": ["k1", "k2"]}
    assert "properties" not in run["results"][1]


def test_all_places_of_one_cause_are_related_to_the_first() -> None:
    (result,) = json.loads(render(report(OF_ONE_CAUSE), BASE))["runs"][0]["results"]
    places = [place["physicalLocation"] for place in result["relatedLocations"]]

    assert result["occurrenceCount"] == 6
    assert [place["artifactLocation"]["uri"] for place in places] == ["data/a.yaml"] * 2 + ["data/b.yaml"] * 3
    assert all(place["region"]["endColumn"] == 6 for place in places)


def test_each_rule_brings_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rules = json.loads(render(report(*FINDINGS), BASE))["runs"][0]["tool"]["driver"]["rules"]
    (described,) = (rule for rule in rules if rule["id"] == "yaml-boolean")

    assert described["help"]["markdown"].startswith("# yaml-boolean\n\nPuppet reads YAML 1.1: `yes`, `no`")
    assert described["help"]["text"].endswith("\n\nMore: hiera-kafka rule yaml-boolean")
    assert described["help"]["text"].startswith(described["shortDescription"]["text"])
    assert not any("helpUri" in rule for rule in rules)


def test_a_message_that_is_no_rule_is_described_by_its_page() -> None:
    finding = Finding(Diagnostic("gate-quorum", "no"))
    (described,) = json.loads(render(report(finding), BASE))["runs"][0]["tool"]["driver"]["rules"]

    assert described["shortDescription"]["text"].startswith("A ZooKeeper ensemble serves while")
    assert "](" not in described["help"]["markdown"]

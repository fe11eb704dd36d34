"""GitLab's Code Quality reports."""

from __future__ import annotations

import dataclasses
import json

from hiera_kafka.lint.formats.gitlab import render
from lib.data.reports import BASE, DATA, FINDINGS, OF_ONE_CAUSE, report


def test_each_finding_is_an_issue() -> None:
    issues = json.loads(render(report(*FINDINGS), BASE))

    assert [(issue["check_name"], issue["severity"]) for issue in issues] == [
        ("yaml-boolean", "minor"),
        ("some-rule", "major"),
        ("other-rule", "info"),
    ]
    assert issues[0]["location"] == {"path": "data/a b.yaml", "lines": {"begin": 3}}
    assert issues[1]["location"]["lines"]["begin"] == 1


def test_fingerprints_are_unique_and_stay_when_lines_move() -> None:
    first = FINDINGS[0]
    moved = dataclasses.replace(
        first, diagnostic=dataclasses.replace(first.diagnostic, where=(dataclasses.replace(DATA, line=30),))
    )
    one, two = json.loads(render(report(first, first), BASE))

    assert one["fingerprint"] != two["fingerprint"]
    assert json.loads(render(report(moved), BASE))[0]["fingerprint"] == one["fingerprint"]


def test_the_fingerprint_of_one_cause_stays_when_places_are_added() -> None:
    fewer = OF_ONE_CAUSE.each()[0]
    issues = [json.loads(render(report(finding), BASE)) for finding in (OF_ONE_CAUSE, fewer)]

    assert issues[0][0]["fingerprint"] == issues[1][0]["fingerprint"]
    assert issues[0][0]["description"].endswith("(and 5 more places, in 2 files)")

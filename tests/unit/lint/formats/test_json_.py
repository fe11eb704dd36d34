"""Findings for programs."""

from __future__ import annotations

import json

from hiera_kafka.lint.formats.json_ import render
from lib.data.reports import BASE, FINDINGS, OF_ONE_CAUSE, report


def test_findings_and_counts_are_one_json_object() -> None:
    data = json.loads(render(report(*FINDINGS, silenced=1), BASE))

    assert [row["id"] for row in data["findings"]] == ["yaml-boolean", "some-rule", "other-rule"]
    assert data["findings"][0]["where"][0] == {"file": "data/a b.yaml", "line": 3, "column": 12}
    assert data["summary"] == {"error": 1, "warning": 1, "info": 1, "files": 2, "silenced": 1, "known": 0}


def test_all_places_of_one_cause_are_listed() -> None:
    (row,) = json.loads(render(report(OF_ONE_CAUSE), BASE))["findings"]

    assert row["count"] == len(row["places"]) == 6
    assert row["places"][-1] == {"file": "data/b.yaml", "line": 3, "column": 2}
    assert len(row["where"]) == 4

"""Findings for programs: one JSON object, file names relative to where lint ran."""

from __future__ import annotations

from hiera_kafka.errors import Position, Severity
from hiera_kafka.lint.formats.paths import shown
from hiera_kafka.lint.runner import Report
from hiera_kafka.text import json_text


def render(report: Report, base: str) -> str:
    """Return the findings and how many there are of each level."""
    rows = [finding.to_dict() for finding in report.findings]
    for row in rows:
        for place in (*row["where"], *row["places"]):
            place["file"] = shown(Position(place["file"]), base)
    summary = {str(level): report.count(level) for level in Severity}
    summary |= {"files": report.files, "silenced": report.silenced, "known": report.known}
    return json_text({"findings": rows, "summary": summary})

"""Findings as a GitLab Code Quality report, which shows them in the diff of a merge request."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from hiera_kafka.errors import Position, Severity
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.formats.paths import shown
from hiera_kafka.lint.runner import Report
from hiera_kafka.text import json_text

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, base: str) -> str:
    """Return a list of issues; their fingerprints stay the same when lines move."""
    seen: Counter[str] = Counter()
    issues = []
    for finding in report.findings:
        place = finding.where
        print_ = _fingerprint(finding, base)
        seen[print_] += 1
        issues.append(
            {
                "description": finding.message,
                "check_name": finding.id,
                "fingerprint": hashlib.sha256(f"{print_}\0{seen[print_]}".encode(errors="surrogateescape")).hexdigest(),
                "severity": _SEVERITIES[finding.level],
                "location": _location(place, base),
            }
        )
    return json_text(issues)


def _location(place: Position | None, base: str) -> dict[str, Any]:
    path = "." if place is None else shown(place, base)
    return {"path": path, "lines": {"begin": max(1, place.line if place else 1)}}


def _fingerprint(finding: Finding, base: str) -> str:
    name = "" if finding.where is None else shown(finding.where, base)
    return f"{finding.id}\0{name}\0{finding.diagnostic.message}"

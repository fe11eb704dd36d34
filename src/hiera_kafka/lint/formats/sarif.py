"""Findings as SARIF 2.1.0 (OASIS), which code scanning of GitHub and other forges reads."""

from __future__ import annotations

from typing import Any

from hiera_kafka import __version__, rule_pages
from hiera_kafka.errors import Position, Severity
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.formats.paths import uri
from hiera_kafka.lint.registry import all_rules
from hiera_kafka.lint.runner import Report
from hiera_kafka.text import json_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_MOST_OCCURRENCES = 100
"""Places of one finding that are listed; forges show fewer, and refuse files of many megabytes."""


def render(report: Report, base: str) -> str:
    """Return one run with the rules that found something, and their results."""
    ids = sorted({finding.id for finding in report.findings})
    driver = {
        "name": "hiera-kafka",
        "semanticVersion": __version__,
        "rules": [_rule(id_) for id_ in ids],
    }
    results = [_result(finding, ids.index(finding.id), base) for finding in report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(id_: str) -> dict[str, Any]:
    rule, page = all_rules().get(id_), rule_pages.find(id_)
    summary = rule.summary if rule else page.summary if page else id_.replace("-", " ")
    help_ = {"text": f"{summary}\n\nMore: {rule_pages.reference(id_)}"}
    if page:
        help_["markdown"] = page.standalone
    return {"id": id_, "shortDescription": {"text": summary}, "help": help_}


def _result(finding: Finding, index: int, base: str) -> dict[str, Any]:
    diagnostic = finding.diagnostic
    words = [finding.message, diagnostic.note, diagnostic.hint and f"Hint: {diagnostic.hint}"]
    result: dict[str, Any] = {
        "ruleId": finding.id,
        "ruleIndex": index,
        "level": _LEVELS[finding.level],
        "message": {"text": "\n".join(word for word in words if word)},
        "locations": [_location(place, base, finding.length) for place in diagnostic.where[:1]],
    }
    if finding.hosts:
        result["properties"] = {"hosts": list(finding.hosts)}  # a bag that the standard leaves to the tool
    single = finding.each()
    if len(single) > 1:
        result["occurrenceCount"] = len(single)
    others = [(place, 1) for place in single[0].diagnostic.where[1:]]
    others += [(place, other.length) for other in single[1:_MOST_OCCURRENCES] for place in other.diagnostic.where[:1]]
    if others:
        result["relatedLocations"] = [_location(place, base, length) for place, length in others]
    return result


def _location(place: Position, base: str, length: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(place, base)}}
    if place.line:
        column = max(place.column, 1)
        physical["region"] = {"startLine": place.line, "startColumn": column, "endColumn": column + length}
    return {"physicalLocation": physical}

"""A report for programs: one JSON object, whose keys keep their names and meaning while `version` is the same."""

from __future__ import annotations

from typing import Any

from hiera_kafka.errors import Position
from hiera_kafka.ops.verify.report import Verdict
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.text import json_text

VERSION = 1


def render(verdict: Verdict, base: str, *, strict: bool = False, details: bool = False) -> str:
    """Return the report as JSON."""
    return json_text(to_dict(verdict, base, strict=strict, details=details))


def to_dict(verdict: Verdict, base: str, *, strict: bool = False, details: bool = False) -> dict[str, Any]:
    """Return the report as plain values; it has all results, one by one.

    Args:
        verdict: What was found.
        base: Directory that file names are relative to.
        strict: Whether the exit code counts warnings.
        details: Changes nothing.
    """
    del details
    summary: dict[str, int] = {str(status): count for status, count in verdict.counts.items()}
    return {
        "version": VERSION,
        "inventory": verdict.inventory,
        "status": str(verdict.status),
        "exit_code": int(verdict.exit_code(strict=strict)),
        "seconds": round(verdict.took_s, 3),
        "summary": summary | {"not_asked": verdict.not_asked},
        "checks": [{"id": run.check.id, "title": run.check.title, "order": run.check.order} for run in verdict.runs],
        "results": [_result(result, base) for result in verdict.results()],
    }


def _result(result: Result, base: str) -> dict[str, Any]:
    row = result.to_dict()
    for place in row["where"]:
        place["file"] = Position(place["file"]).text(base)
    return row

"""A report as Nagios and what is compatible with it read plugins: one line, performance data, then a line a problem."""

from __future__ import annotations

import math
from collections.abc import Iterator

from hiera_kafka.ops.verify.report import Verdict, counted
from hiera_kafka.ops.verify.result import ORDER, Result, Status
from hiera_kafka.text import one_line

EXIT_CODES = {Status.OK: 0, Status.WARNING: 1, Status.CRITICAL: 2, Status.UNKNOWN: 3}
"""Those of the Nagios plugin interface."""

_UNITS = frozenset({"s", "ms", "us", "%", "B", ""})
"""What the interface knows as a unit."""
_MOST_NAMED = 3
_MOST_LINES = 50
_MOST_MEASURED = 100
"""Values in the performance data: agents cut long output, and a value that is cut in two would be a wrong one."""


def render(verdict: Verdict, base: str, *, strict: bool = False, details: bool = False) -> str:
    """Return the output of a plugin; its exit code is that of EXIT_CODES."""
    del base, strict, details
    problems = [
        result
        for status in reversed(ORDER)
        for result in verdict.results()
        if result.asked and result.cause is None and result.status is status and status is not Status.OK
    ]
    named = [f"{result.check} {result.subject}" for result in problems[:_MOST_NAMED]]
    more = len(problems) - len(named)
    head = (
        counted(verdict.counts) + (f": {', '.join(named)}" if named else "") + (f" and {more} more" if more > 0 else "")
    )
    lines = [f"KAFKA {str(verdict.status).upper()} - {_plain(head)} | {' '.join(_measured(verdict))}"]
    lines += [_plain(_problem(result)) for result in problems[:_MOST_LINES]]
    if len(problems) > _MOST_LINES:
        lines.append(f"and {len(problems) - _MOST_LINES} more")
    return "\n".join(lines)


def exit_code(verdict: Verdict) -> int:
    """Return what a monitoring system is to hear; a bug in a check has made that unknown already."""
    return EXIT_CODES[verdict.status]


def _problem(result: Result) -> str:
    return (
        f"{str(result.status).upper()} {result.check} {result.subject}: {result.observed} (expected: {result.expected})"
    )


def _measured(verdict: Verdict) -> Iterator[str]:
    yield f"time={verdict.took_s:.3f}s"
    for status, count in verdict.counts.items():
        yield f"{status}={count}"
    values = [(result, result.value) for result in verdict.results() if result.value is not None]
    for result, value in [pair for pair in values if math.isfinite(pair[1])][:_MOST_MEASURED]:
        unit = result.unit if result.unit in _UNITS else ""
        yield f"{_label(f'{result.check} {result.subject}')}={_number(value)}{unit}"


def _number(value: float) -> str:
    """Return a number as the interface has it, without an exponent."""
    text = f"{value:.6f}"
    return text.rstrip("0").rstrip(".")


def _label(name: str) -> str:
    """Return a label in quotes; the interface has no `=` in it, and quotes are doubled."""
    return "'" + _plain(name).replace("=", "_").replace("'", "''") + "'"


def _plain(text: str) -> str:
    """Return a text without the character that begins performance data."""
    return one_line(text).replace("|", "/")

"""Findings as workflow commands of GitHub Actions, which show them at the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable

from hiera_kafka.errors import Severity
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.formats.paths import shown
from hiera_kafka.lint.formats.text import summary
from hiera_kafka.lint.runner import Report
from hiera_kafka.rule_pages import reference
from hiera_kafka.text import one_line

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, base: str) -> str:
    """Return one command a finding, and a last line for the log."""
    return "\n".join([*(_command(finding, base) for finding in report.findings), summary(report)])


def _command(finding: Finding, base: str) -> str:
    place = finding.where
    properties = []
    if place is not None:
        properties.append(f"file={_property(shown(place, base))}")
        if place.line:
            column = max(place.column, 1)
            properties.append(f"line={place.line},col={column},endColumn={column + finding.length}")
    properties.append(f"title={_property(finding.id)}")
    hint = [finding.diagnostic.hint] if finding.diagnostic.hint else []
    words = [finding.message, *hint, f"docs: {reference(finding.id)}"]
    return f"::{_COMMANDS[finding.level]} {','.join(properties)}::{_data(words)}"


def _data(lines: Iterable[str]) -> str:
    return "\n".join(map(one_line, lines)).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data([text]).replace(":", "%3A").replace(",", "%2C")

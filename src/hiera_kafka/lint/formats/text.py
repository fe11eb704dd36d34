"""Findings for people: the message, the source line with a mark below what is meant, and what to do."""

from __future__ import annotations

import re

from hiera_kafka.errors import Position, Severity
from hiera_kafka.hiera.values.secrets import is_secret_name
from hiera_kafka.lint.data.plain_secrets import may_be_secret
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.formats.paths import shown
from hiera_kafka.lint.runner import Report
from hiera_kafka.rule_pages import reference
from hiera_kafka.text import one_line

_TAB = re.compile(r"\t")
_PAIR = re.compile(r"""^(\s*(?:-\s+)?['"]?)([^\s'"#][^'"#]*?)(['"]?\s*:\s+)(?!\s*(?:[|>&]|$))(.+)$""")
_ARMOUR = re.compile(r"^[\s-]*(?:[A-Za-z0-9+/=]{40,}|.*-----BEGIN [A-Z ]*PRIVATE KEY)")
_WIDTH = 160
_SEARCHED = 4096
"""Characters of a line that are searched for secrets, and so the most that could be shown of it."""


def render(report: Report, base: str) -> str:
    """Return all findings and a last line that counts them."""
    return "\n\n".join([*(_finding(finding, report, base) for finding in report.findings), summary(report)])


def _finding(finding: Finding, report: Report, base: str) -> str:
    diagnostic = finding.diagnostic
    head = f"{finding.level}[{finding.id}]: {finding.message}"
    place = finding.where
    lines = [f"{_at(place, base)}: {head}" if place else head]
    if place is not None:
        lines += _source(report.line_of(place), place.line, report.column_of(place), finding.length)
    lines += [f"    also: {_at(other, base)}" for other in diagnostic.where[1:]]
    if diagnostic.note:
        lines.append(f"    note: {diagnostic.note}")
    if diagnostic.hint:
        lines.append(f"    hint: {diagnostic.hint}")
    lines.append(f"    docs: {reference(finding.id)}")
    return "\n".join(map(one_line, lines))


def _at(position: Position, base: str) -> str:
    name = shown(position, base)
    return name if position.line == 0 else f"{name}:{position.line}:{position.column}"


def _source(line: str, number: int, column: int, length: int) -> list[str]:
    if not line.strip():
        return []
    whole = len(line) <= _SEARCHED
    line = masked(_TAB.sub(" ", line[:_SEARCHED]))
    if len(line) > _WIDTH or not whole:
        line = f"{line[: _WIDTH - 3]}..."
    column = min(column or 1, len(line))
    # What is escaped takes more room, before the mark and above it.
    before, meant, after = line[: column - 1], line[column - 1 : column - 1 + length], line[column - 1 + length :]
    before, meant, after = one_line(before), one_line(meant), one_line(after)
    marks = "^" * max(1, len(meant))
    blank = " " * len(str(number))
    return [f"  {number} | {before}{meant}{after}", f"  {blank} | {' ' * len(before)}{marks}"]


def masked(line: str) -> str:
    """Return a source line without the secret that a comment, or a line that is no data, may hold."""
    if _ARMOUR.match(line):
        return "********"
    found = _PAIR.match(line)
    if found and is_secret_name(found.group(2)) and may_be_secret((found.group(2),), _value(found.group(4))):
        return f"{found.group(1)}{found.group(2)}{found.group(3)}********"
    return re.sub(r"(?i)((?:passw(?:or)?d|secret)\s*[=:]\s*|://[^/\s:@]+:)[^\s,;@]+", r"\1********", line)


def _value(text: str) -> str:
    """Return the value that a line ends with, without quotes and without the comment behind it."""
    return text.partition(" #")[0].strip().strip("'\"")


def summary(report: Report) -> str:
    """Return the last line: how many findings of each level, in how many files."""
    counts = [f"{count} {level}{'s' if count != 1 else ''}" for level in Severity if (count := report.count(level))]
    found = ", ".join(counts) if counts else "no findings"
    more = "".join(
        f", {count} {word}"
        for count, word in ((report.silenced, "silenced by comments"), (report.known, "known from the baseline"))
        if count
    )
    return f"{found} in {report.files} file{'s' if report.files != 1 else ''}{more}"

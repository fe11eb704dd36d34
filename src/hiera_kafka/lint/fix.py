"""Fixes what is certain: puts a few characters in place of others, and leaves every other byte of a file as it is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.border import Border
from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.formats import yaml_source
from hiera_kafka.hiera.formats.yaml_source import Written
from hiera_kafka.hiera.values.text_files import read_text
from hiera_kafka.lint import write
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding, Fix
from hiera_kafka.lint.formats.paths import shown
from hiera_kafka.text import one_line

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)")
_ENDS = "\r\n"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file before and after.

    Attributes:
        file: Absolute path.
        before: Its text.
        after: Its text with the fixes.
        count: How many findings are fixed.
    """

    file: str
    before: str
    after: str
    count: int

    def diff(self, base: str) -> str:
        """Return a unified diff, its files named relative to `base`."""
        name = one_line(shown(Position(self.file), base))
        before, after = (text.split("\n") for text in (self.before, self.after))
        lines = difflib.unified_diff(_ended(before), _ended(after), f"a/{name}", f"b/{name}")
        masked = _masked(lines, *(DataFile.of(self.file, text).excerpts.lines for text in (self.before, self.after)))
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in masked)

    def write(self, border: Border) -> None:
        """Write the file, where it still has the text that was linted.

        Args:
            border: The trees that may be written to.

        Raises:
            ProjectError: It has changed since, is a link, or cannot be written.
        """
        same = self.before.encode("utf-8")
        write.replace(
            border,
            Path(self.file),
            self.after.encode("utf-8"),
            lambda found: None if found == same else "it has changed since it was read",
        )


def _ended(lines: Sequence[str]) -> list[str]:
    """Return lines with their ends; the last has none, and is none where the text ends with one."""
    return [*(f"{line}\n" for line in lines[:-1]), *(lines[-1:] if lines[-1] else ())]


def _masked(diff: Iterable[str], before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a diff with those of the files as they may be shown."""
    old = new = 0
    for line in diff:
        header = _HUNK.match(line)
        if header is not None:
            old, new = int(header[1]), int(header[2])
        elif old and line[0] in " -+":
            shown_line = after[new - 1] if line[0] == "+" else before[old - 1]
            yield f"{line[0]}{shown_line.rstrip(_ENDS)}{line[len(line.rstrip(_ENDS)) :]}"
            old, new = old + (line[0] != "+"), new + (line[0] != "-")
            continue
        yield line


def changes(findings: Iterable[Finding], border: Border) -> list[FileChange]:
    """Return what fixing the findings changes; those whose place no longer says what it did are left out.

    Args:
        findings: The findings.
        border: The trees that may be written to. Links are left out: files are fixed under their own names.
    """
    by_file: dict[str, list[Fix]] = {}
    for finding in (single for found in findings for single in found.each()):
        if finding.fix is not None and not write.is_linked(border, Path(finding.fix.position.file)):
            by_file.setdefault(finding.fix.position.file, []).append(finding.fix)
    found = [_change(file, fixes, border) for file, fixes in sorted(by_file.items())]
    return [change for change in found if change is not None]


def _change(file: str, fixes: Sequence[Fix], border: Border) -> FileChange | None:
    try:
        before = read_text(file, border)
    except HieraError:
        return None  # reported when it was linted
    lines = before.split("\n")
    done: list[Fix] = []
    # From the end, so that places before it stay where they are.
    for fix in sorted(set(fixes), key=lambda fix: (fix.position.line, fix.position.column), reverse=True):
        line, column = lines[fix.position.line - 1], fix.position.column - 1
        if line[column : column + 1] in {'"', "'"}:
            column += 1
        if line[column : column + len(fix.old)] == fix.old:
            lines[fix.position.line - 1] = line[:column] + fix.new + line[column + len(fix.old) :]
            done.append(fix)
    after = "\n".join(lines)
    if not done or not _only_these(before, after, done, file):
        return None
    return FileChange(file, before, after, len(done))


def _only_these(before: str, after: str, done: Sequence[Fix], file: str) -> bool:
    """Return whether two texts hold the same scalars, but for those that were to change."""
    try:
        old, new = (yaml_source.parse(text, file)[1] for text in (before, after))
    except HieraError:
        return False
    places = {(fix.position.line, fix.position.column): fix for fix in done}
    return len(old) == len(new) and all(
        _follows(a, b, places.get((a.line, a.column))) for a, b in zip(old, new, strict=True)
    )


def _follows(old: Written, new: Written, fix: Fix | None) -> bool:
    if fix is None:
        return (old.text, old.plain, old.is_key, old.line) == (new.text, new.plain, new.is_key, new.line)
    return new.text == fix.new.strip("\"'") and new.line == old.line and new.is_key == old.is_key

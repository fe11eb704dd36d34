"""Findings that an old tree has already: kept in a file, so that only new ones are told.

A finding is recognised by its id, its file and a digest of its line's text: it stays known when lines move, and the
baseline shows no password of a line that holds one.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.lint.finding import Finding

_FORMAT = 1
Key = tuple[str, str, str]
LineOf = Callable[[Position], str]
"""Gives the source line of a place."""


def _key(finding: Finding, root: Path, line_of: LineOf) -> Key:
    where = finding.where
    if where is None:
        return (finding.id, "", _digest(finding.diagnostic.message))
    file = Path(where.file)
    name = str(file.relative_to(root)) if file.is_relative_to(root) else str(file)
    text = line_of(where).strip() if where.line else finding.diagnostic.message
    return (finding.id, name, _digest(text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def read_baseline(path: Path) -> Counter[Key]:
    """Return how often each finding is known.

    Raises:
        ProjectError: The file is missing or not one that was written here.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise ValueError(f"format {data['format']!r}, known is {_FORMAT}")
        return Counter(
            {(str(row["id"]), str(row["file"]), str(row["line"])): int(row["count"]) for row in data["known"]}
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ProjectError(
            Diagnostic(
                "baseline-unreadable",
                f"the baseline cannot be read: {error}",
                (Position(str(path)),),
                hint="write it with --write-baseline",
            )
        ) from error


def write_baseline(path: Path, findings: Iterable[Finding], line_of: LineOf) -> int:
    """Write the findings as known; return how many they are.

    Raises:
        ProjectError: The file cannot be written.
    """
    root = path.absolute().parent
    known = Counter(_key(finding, root, line_of) for finding in findings)
    rows = [
        {"id": id_, "file": file, "line": line, "count": count} for (id_, file, line), count in sorted(known.items())
    ]
    try:
        path.write_text(json.dumps({"format": _FORMAT, "known": rows}, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise ProjectError(
            Diagnostic("file-not-writable", f"cannot write the baseline: {error}", (Position(str(path)),))
        ) from error
    return known.total()


def new_findings(findings: Iterable[Finding], path: Path, line_of: LineOf) -> list[Finding]:
    """Return the findings that the baseline does not know.

    Raises:
        ProjectError: The baseline cannot be read.
    """
    known = read_baseline(path)
    root = path.absolute().parent
    new = []
    for finding in findings:
        key = _key(finding, root, line_of)
        if known[key] > 0:
            known[key] -= 1
        else:
            new.append(finding)
    return new

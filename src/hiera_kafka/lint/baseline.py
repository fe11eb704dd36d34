"""Findings that an old tree has already: kept in a file, so that only new ones are reported.

A finding is recognised by its id, its file and a digest of its line's text: it stays known when lines move, and the
baseline shows no password of a line that holds one.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from hiera_kafka.border import Border, named
from hiera_kafka.errors import Diagnostic, HieraError, Position, ProjectError
from hiera_kafka.hiera.values.text_files import read_bytes
from hiera_kafka.lint import write
from hiera_kafka.lint.finding import Finding
from hiera_kafka.repository import root_of

_FORMAT = 1
Key = tuple[str, str, str]
LineOf = Callable[[Position], str]
"""Gives the source line of a place."""


def _key(finding: Finding, root: Path, line_of: LineOf) -> Key:
    where = finding.where
    if where is None:
        return (finding.id, "", _digest(finding.diagnostic.message))
    file = Path(where.file)
    if not file.is_relative_to(root):  # a baseline that is kept elsewhere, for checkouts in any directory
        root = root_of(file)
    name = str(file.relative_to(root)) if file.is_relative_to(root) else str(file)
    text = line_of(where).strip() if where.line else finding.diagnostic.message
    return (finding.id, name, _digest(text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def read_baseline(path: Path, border: Border | None = None) -> Counter[Key]:
    """Return how often each finding is known.

    Args:
        path: The file.
        border: What it must lie in; None is for one that the caller named.

    Raises:
        ProjectError: The file is missing or not one that was written here.
        HieraError: `outside-repository`.
    """
    real = named(path)
    if border is not None:
        border.check(real)
    try:
        return _known(read_bytes(real, border))
    except (HieraError, ValueError) as error:
        why = error.diagnostics[0].message if isinstance(error, HieraError) else error
        raise ProjectError(
            Diagnostic(
                "baseline-unreadable",
                f"the baseline cannot be read: {why}",
                (Position(str(path)),),
                hint="write it with --write-baseline",
            )
        ) from error


def _known(content: bytes) -> Counter[Key]:
    """Return what a baseline holds.

    Raises:
        ValueError: It is none; the words say nothing of what it is instead.
    """
    try:
        data = json.loads(content)
        if data["format"] != _FORMAT:
            raise ValueError(f"it has not the format {_FORMAT}")
        return Counter(
            {(str(row["id"]), str(row["file"]), str(row["line"])): int(row["count"]) for row in data["known"]}
        )
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError("it is no baseline of lint") from error


def write_baseline(path: Path, findings: Iterable[Finding], line_of: LineOf, border: Border) -> int:
    """Write the findings as known; return how many they are.

    Args:
        path: A new file, or another baseline, which it replaces.
        findings: The findings.
        line_of: Gives the line of a place.
        border: The trees that may be written to.

    Raises:
        ProjectError: The file is something else, lies elsewhere or behind a link, or cannot be written.
    """
    root = path.absolute().parent
    known = Counter(_key(single, root, line_of) for finding in findings for single in finding.each())
    rows = [
        {"id": id_, "file": file, "line": line, "count": count} for (id_, file, line), count in sorted(known.items())
    ]
    content = json.dumps({"format": _FORMAT, "known": rows}, indent=1) + "\n"
    write.replace(border, path, content.encode(), _other_than_baseline)
    return known.total()


def _other_than_baseline(content: bytes | None) -> str | None:
    try:
        if content is not None:
            _known(content)
    except ValueError as error:
        return f"{error}, and nothing else is replaced"
    return None


def new_findings(
    findings: Iterable[Finding], path: Path, line_of: LineOf, border: Border | None = None
) -> list[Finding]:
    """Return the findings that the baseline does not know.

    Args:
        findings: The findings.
        path: The baseline.
        line_of: Gives the line of a place.
        border: What the baseline must lie in; None is for one that the caller named.

    Raises:
        ProjectError: The baseline cannot be read.
        HieraError: `outside-repository`.
    """
    known = read_baseline(path, border)
    root = path.absolute().parent
    new = []
    for finding in findings:
        key = _key(finding, root, line_of)
        if known[key] > 0:
            known[key] -= 1
        else:
            new.append(finding)
    return new

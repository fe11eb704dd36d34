"""Small control repositories, written file by file, and what lint finds in them without an inventory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hiera_kafka.errors import Severity
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.runner import LintRequest, run

HIERA = "version: 5\nhierarchy:\n- {name: nodes, path: 'nodes/%{trusted.certname}.yaml'}\n- {name: c, path: c.yaml}\n"
"""Levels for nodes and for all, below `data`."""


def control_tree(directory: Path, files: Mapping[str, str]) -> Path:
    """Write files, named from `directory`, as a repository of its own; return its top."""
    top = directory.resolve()
    (top / ".git").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return top


def findings(directory: Path, files: Mapping[str, str], *select: str) -> list[Finding]:
    """Write a tree and return what lint finds in it, as far as it was selected."""
    top = control_tree(directory, files)
    return list(run(LintRequest((top,), Settings(top, select=select))).findings)


def rows(directory: Path, files: Mapping[str, str], *select: str) -> list[tuple[str, Severity, str, int]]:
    """As `findings`, each as its id, level, file from the top and line."""
    top = directory.resolve()
    return [
        (found.id, found.level, str(Path(found.where.file).relative_to(top)), found.where.line)
        for found in findings(directory, files, *select)
        if found.where is not None
    ]

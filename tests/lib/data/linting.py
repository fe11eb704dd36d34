"""Lints texts and small trees, for tests of rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hiera_kafka.errors import Severity
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule, all_rules
from hiera_kafka.lint.runner import LintRequest, Report, run
from lib.data.project_trees import PAGE, project_tree


def in_text(rule_id: str, directory: Path, text: str, name: str = "common.yaml") -> list[Finding]:
    """Return what a file rule finds in one text."""
    rule = all_rules()[rule_id]
    assert isinstance(rule, FileRule)
    path = directory / name
    path.write_text(text, encoding="utf-8")
    return list(rule.check(DataFile(str(path))))


def places(findings: list[Finding]) -> list[tuple[int, int]]:
    """Return line and column of findings."""
    return [(found.where.line, found.where.column) for found in findings if found.where is not None]


def lint_tree(
    directory: Path,
    data: str = PAGE,
    *,
    select: str | None = None,
    hosts: Mapping[str, str] | None = None,
    more: str = "",
    files: Mapping[str, str] | None = None,
) -> Report:
    """Write the page's tree with other data and lint its inventory.

    Args:
        directory: Empty.
        data: Text of common.yaml.
        select: The one id to report; None reports all.
        hosts: Host to the text of its data file.
        more: Further lines of the inventory file.
        files: Further files, named from `directory`; also replaces those that are there.
    """
    inventory = project_tree(directory, data, hosts=hosts, more=more)
    for name, text in (files or {}).items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = Settings(directory, select=() if select is None else (select,))
    return run(LintRequest((), settings, inventory))


def found(report: Report, *also: str) -> list[tuple[str, str, int]]:
    """Return id, file name and line of each finding; of infos, those whose ids are named."""
    return [
        (finding.id, Path(finding.where.file).name, finding.where.line)
        for finding in report.findings
        if finding.where is not None and (finding.level is not Severity.INFO or finding.id in also)
    ]

"""Workflow commands of GitHub Actions."""

from __future__ import annotations

from hiera_kafka.lint.formats.github import render
from lib.data.reports import BASE, FINDINGS, report


def test_each_finding_is_a_command_at_its_place() -> None:
    assert render(report(*FINDINGS), BASE).splitlines() == [
        (
            "::warning file=data/a b.yaml,line=3,col=12,endColumn=14,title=yaml-boolean::"
            "no is read as the boolean false, 100%25 sure (for k1, k2)%0Awrite false"
            "%0Adocs: docs/rules/yaml-boolean.md"
        ),
        "::error file=/elsewhere/c.yaml,title=some-rule::the file\\x07 as a whole%0Adocs: docs/rules/some-rule.md",
        "::notice title=other-rule::nowhere%0Adocs: docs/rules/other-rule.md",
        "1 error, 1 warning, 1 info in 2 files",
    ]

"""A report with a finding of each kind, for tests of formats."""

from __future__ import annotations

from hiera_kafka.errors import Diagnostic, Position, Severity
from hiera_kafka.lint.finding import Finding, folded
from hiera_kafka.lint.runner import Report

BASE = "/tree"
LINES = {3: "  country: no", 7: "ssl_password: hunter2", 9: "\tdb: postgres://me:hunter2@db/x"}
DATA = Position("/tree/data/a b.yaml", 3, 12)


def line_of(position: Position) -> str:
    return LINES.get(position.line, "")


def report(*findings: Finding, silenced: int = 0, known: int = 0) -> Report:
    return Report(findings, 2, silenced, known, line_of)


FINDINGS = (
    Finding(
        Diagnostic(
            "yaml-boolean",
            "no is read as the boolean false, 100% sure",
            (DATA, Position("/tree/data/b.yaml", 1, 1)),
            note="YAML 1.1",
            hint="write false",
            level=Severity.WARNING,
        ),
        length=2,
        hosts=("k1", "k2"),
    ),
    Finding(Diagnostic("some-rule", "the file\x07 as a whole", (Position("/elsewhere/c.yaml"),))),
    Finding(Diagnostic("other-rule", "nowhere", (), level=Severity.INFO)),
)

(OF_ONE_CAUSE,) = folded(
    Finding(
        Diagnostic("some-rule", "no key is named so", (Position(f"/tree/data/{name}.yaml", line, 2),)),
        length=4,
        cause="a key",
    )
    for name in "ab"
    for line in range(1, 4)
)
"""Six places of one cause, in two files."""

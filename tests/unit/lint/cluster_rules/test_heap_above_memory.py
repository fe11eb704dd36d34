"""Heaps against memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.linting import found, lint_tree
from lib.data.project_trees import HOST, PAGE

HEAP = "profile::kafka::broker::max_heap_size"


def facts(text: str) -> str:
    return f"nodes:\n  {HOST}:\n    facts: {text}\n"


@pytest.mark.parametrize(
    ("memory", "heap", "level"),
    [
        ("{memorysize_mb: '4096.00'}", "8g", Severity.ERROR),
        ("{memorysize_mb: 4096.5}", "2g", Severity.WARNING),
        ("{memory: {system: {total_bytes: 4294967296}}}", "5000m", Severity.ERROR),
    ],
)
def test_heaps_that_do_not_fit_are_found_at_the_largest(
    tmp_path: Path, memory: str, heap: str, level: Severity
) -> None:
    report = lint_tree(tmp_path, f"{HEAP}: {heap}\n{PAGE}", more=facts(memory), select="heap-above-memory")

    assert found(report) == [("heap-above-memory", "common.yaml", 1)]
    assert report.findings[0].level is level


def test_default_heaps_that_do_not_fit_are_found_at_the_fact(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, PAGE, more=facts("{memorysize_mb: '1024'}"), select="heap-above-memory")

    assert [name for _, name, _ in found(report)] == ["hiera_kafka.yml"]


@pytest.mark.parametrize("memory", ["{}", "{memorysize_mb: much}", "{memory: {system: x}}", "{memorysize_mb: '64000'}"])
def test_hosts_with_room_or_without_facts_are_fine(tmp_path: Path, memory: str) -> None:
    report = lint_tree(tmp_path, f"{HEAP}: 8g\n{PAGE}", more=facts(memory), select="heap-above-memory")

    assert report.findings == ()

"""Lookups of keys that are nowhere."""

from __future__ import annotations

from pathlib import Path

from lib.data.linting import found, lint_tree
from lib.data.project_trees import PAGE

RULE = "unknown-lookup-key"
LINE = PAGE.count("\n") + 1


def test_a_key_that_no_file_has_is_found(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f"{PAGE}a::b: \"%{{lookup('kafka_clustres')}}\"\n", select=RULE)

    assert found(report) == [(RULE, "common.yaml", LINE)]
    assert report.findings[0].diagnostic.hint == "did you mean 'kafka_clusters'?"


def test_keys_of_any_file_are_fine(tmp_path: Path) -> None:
    data = f'{PAGE}a::b: "%{{lookup(\'kafka_clusters.x\')}} %{{alias("other")}}"\n'

    assert found(lint_tree(tmp_path, data, select=RULE, hosts={"x.example.org": "other: 1\n"})) == []

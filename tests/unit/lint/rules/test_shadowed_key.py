"""Values that no host sees."""

from __future__ import annotations

from pathlib import Path

from lib.data.linting import found, lint_tree
from lib.data.project_trees import HIERA, HOST, PAGE

RULE = "shadowed-key"
LINE = PAGE.count("\n") + 1
LEVELS = HIERA + "  - name: low\n    path: low.yaml\n"


def rows(directory: Path, low: str, common: str = "", own: str = "") -> list[tuple[str, str, int]]:
    files = {"hieradata/hiera.yaml": LEVELS, "hieradata/data/low.yaml": low}
    return found(lint_tree(directory, PAGE + common, select=RULE, hosts={HOST: own}, files=files), RULE)


def test_a_value_below_one_that_all_hosts_see_is_found(tmp_path: Path) -> None:
    assert rows(tmp_path, "x: 1\na: 1\n", "a: 2\n") == [(RULE, "low.yaml", 2)]


def test_a_value_that_the_lookup_of_hosts_sees_is_not(tmp_path: Path) -> None:
    assert rows(tmp_path, "", "a: 1\n", "kafka_clusters: {}\na: 2\n") == [(RULE, "common.yaml", LINE)]


def test_a_value_that_is_joined_is_not(tmp_path: Path) -> None:
    assert rows(tmp_path, "a: [1]\n", "a: [2]\nlookup_options: {a: {merge: unique}}\n") == []

"""Options that count for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.linting import found, lint_tree
from lib.data.project_trees import HOST, PAGE

RULE = "lookup-options-ignored"
LINE = PAGE.count("\n") + 2


@pytest.mark.parametrize(
    "entry",
    [
        "kafka_clusters: deep",
        "kafka_clusters:",
        "kafka_clusters: {mrege: deep}",
        "kafka_clusters.main: {merge: deep}",
    ],
)
def test_entries_without_effect_are_found(tmp_path: Path, entry: str) -> None:
    report = lint_tree(tmp_path, f"{PAGE}lookup_options:\n  {entry}\n", select=RULE)

    assert found(report) == [(RULE, "common.yaml", LINE)]


@pytest.mark.parametrize(
    "entry", ["kafka_clusters: {merge: deep}", "kafka_clusters: {convert_to: Hash}", "^a.b: {merge: deep}", "'a.b': {}"]
)
def test_entries_with_effect_are_not(tmp_path: Path, entry: str) -> None:
    rows = found(lint_tree(tmp_path, f"{PAGE}lookup_options:\n  {entry}\n", select=RULE))

    assert rows == [] or entry.startswith("'a.b'")


def test_options_that_a_higher_level_replaces_are_an_info(tmp_path: Path) -> None:
    data = f"{PAGE}lookup_options:\n  kafka_clusters: {{merge: deep}}\n"
    own = "lookup_options:\n  kafka_clusters: {convert_to: Hash}\n"
    (finding,) = lint_tree(tmp_path, data, select=RULE, hosts={HOST: own}).findings

    assert finding.level is Severity.INFO
    assert finding.where is not None
    assert finding.where.line == LINE


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        ("knockout_prefix: --", "it is one of the merge: write {merge: {strategy: deep, knockout_prefix: ...}}"),
        ("convert_ot: Hash", "did you mean 'convert_to'?"),
        ("whatever: 1", "remove it"),
    ],
)
def test_the_hint_says_where_an_option_belongs(tmp_path: Path, option: str, hint: str) -> None:
    data = f"{PAGE}lookup_options:\n  kafka_clusters: {{merge: deep, {option}}}\n"
    (finding,) = lint_tree(tmp_path, data, select=RULE).findings

    assert finding.diagnostic.hint == hint

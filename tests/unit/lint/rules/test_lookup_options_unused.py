"""Options of keys that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import found, lint_tree
from lib.data.project_trees import PAGE

RULE = "lookup-options-unused"
LINE = PAGE.count("\n") + 1


def test_names_and_patterns_that_match_no_key_are_found(tmp_path: Path) -> None:
    options = "lookup_options:\n  kafka_cluster: {merge: deep}\n  ^nope::.*: {merge: deep}\n  ^kafka_: {merge: deep}\n"
    data = f"{PAGE}{options}"
    report = lint_tree(tmp_path, data, select=RULE)

    assert found(report) == [(RULE, "common.yaml", LINE + 1)]  # a slip; the other may wait for its data
    assert found(report, RULE) == [(RULE, "common.yaml", LINE + 1), (RULE, "common.yaml", LINE + 2)]
    assert report.findings[0].diagnostic.hint == "did you mean 'kafka_clusters'?"


def test_keys_of_any_file_and_keys_that_are_looked_up_are_fine(tmp_path: Path) -> None:
    data = f"{PAGE}lookup_options:\n  classes: {{merge: unique}}\n  other: {{merge: deep}}\n"

    assert found(lint_tree(tmp_path, data, select=RULE, hosts={"x.example.org": "other: 1\n"})) == []


@pytest.mark.parametrize("name", ["app::hosts", "^app::.*", "named_here"])
def test_what_code_of_the_repository_asks_for_may_wait_for_its_data(tmp_path: Path, name: str) -> None:
    code = "class app (Array $hosts = []) { $x = lookup('named_here', undef, undef, 1) }"
    data = f"{PAGE}lookup_options:\n  {name}: {{merge: deep}}\n"
    report = lint_tree(tmp_path, data, select=RULE, files={"modules/app/manifests/init.pp": code})

    assert report.findings == ()

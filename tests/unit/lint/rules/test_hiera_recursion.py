"""Values that need themselves."""

from __future__ import annotations

from pathlib import Path

from lib.data import control_trees
from lib.data.linting import found, lint_tree
from lib.data.project_trees import HOST, PAGE

RULE = "hiera-recursion"
LINE = PAGE.count("\n") + 1


def test_a_value_that_looks_itself_up_is_found(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f"{PAGE}a::b: \"%{{lookup('a::b')}}\"\n", select=RULE)

    assert found(report) == [(RULE, "common.yaml", LINE)]


def test_each_link_of_a_circle_is_found_and_what_leads_into_it_is_not(tmp_path: Path) -> None:
    data = (
        f"{PAGE}a: \"%{{hiera('b')}}\"\nb: \"%{{alias('c.d')}}\"\n"
        "c: {d: \"%{lookup('a')}\"}\ne: \"%{lookup('a')}\"\n"
    )

    assert [row[2] for row in found(lint_tree(tmp_path, data, select=RULE))] == [LINE, LINE + 1, LINE + 2]


def test_a_circle_that_no_host_runs_into_is_none(tmp_path: Path) -> None:
    data = f"{PAGE}a: \"%{{lookup('b')}}\"\nb: \"%{{lookup('a')}}\"\n"

    assert found(lint_tree(tmp_path, data, select=RULE, hosts={HOST: "b: text\n"})) == []


def test_a_circle_in_a_hash_of_flow_style_is_found(tmp_path: Path) -> None:
    files = {"hiera.yaml": control_trees.HIERA, "data/c.yaml": "{a: 1,\n  b: {c: 1},\n  d: \"%{hiera('d')}\"}\n"}

    assert [row[3] for row in control_trees.rows(tmp_path, files, "hiera-recursion")] == [3]

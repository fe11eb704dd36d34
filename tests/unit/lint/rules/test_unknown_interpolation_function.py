"""Functions that interpolation does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import in_text, lint_tree, places
from lib.data.project_trees import HOST, PAGE

RULE = "unknown-interpolation-function"


@pytest.mark.parametrize("call", ["loookup('a')", "Lookup('a')", 'hiera_hash("a")'])
def test_unknown_functions_are_found(tmp_path: Path, call: str) -> None:
    found = in_text(RULE, tmp_path, f"a:\n- >-\n  %{{{call}}}\n")

    assert places(found) == [(2, 3)]


def test_the_nearest_known_one_is_named(tmp_path: Path) -> None:
    assert in_text(RULE, tmp_path, "a: \"%{loookup('a')}\"\n")[0].diagnostic.hint == "did you mean 'lookup'?"


def test_known_functions_and_variables_are_fine(tmp_path: Path) -> None:
    text = "a: \"%{lookup('a')}%{hiera('a')}%{scope('a')}%{literal('%')}%{a}\"\n"

    assert in_text(RULE, tmp_path, text) == []


def test_calls_of_one_unknown_function_are_one_finding(tmp_path: Path) -> None:
    data = PAGE + "".join(
        f"a::b{number}: \"%{{lokup('x')}}\"\na::c{number}: \"%{{other('x')}}\"\n" for number in range(3)
    )
    report = lint_tree(tmp_path, data, select=RULE, hosts={HOST: "c::d: \"%{lokup('y')}\"\n"})

    assert sorted(len(finding.each()) for finding in report.findings) == [3, 4]

"""Variables that hosts do not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data import control_trees
from lib.data.linting import found, lint_tree
from lib.data.project_trees import HIERA, HOST, PAGE

RULE = "unknown-variable"
LINE = PAGE.count("\n") + 1


@pytest.mark.parametrize(
    "variable", ["stie", "::stie", "facts.stie", "trusted.nope", "a::b::c", "facts.networking.nope2"]
)
def test_a_variable_that_no_host_has_is_found(tmp_path: Path, variable: str) -> None:
    report = lint_tree(tmp_path, f'{PAGE}a::b: "x %{{{variable}}}"\n', select=RULE)

    assert [(finding.id, finding.where.line) for finding in report.findings if finding.where] == [(RULE, LINE)]


def test_the_nearest_variable_is_named(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f'{PAGE}a::b: "%{{stie}}"\n', select=RULE)

    assert report.findings[0].diagnostic.hint == "did you mean 'site'?"
    assert report.findings[0].level is Severity.WARNING


@pytest.mark.parametrize(
    "variable", ["site", "::site", "facts.fqdn", "fqdn", "trusted.certname", "environment", "", "1"]
)
def test_variables_of_the_hosts_are_fine(tmp_path: Path, variable: str) -> None:
    assert lint_tree(tmp_path, f'{PAGE}a::b: "%{{{variable}}}"\n', select=RULE).findings == ()


def test_a_core_fact_that_is_not_recorded_is_an_info(tmp_path: Path) -> None:
    (finding,) = lint_tree(tmp_path, f'{PAGE}a::b: "%{{facts.os.name}}"\n', select=RULE).findings

    assert finding.level is Severity.INFO


def test_a_variable_that_some_hosts_lack_is_an_info_that_names_them(tmp_path: Path) -> None:
    data = PAGE.replace(f'      {HOST}: "1"', f'      {HOST}: "1"\n      k2.example.org: "2"')
    more = f"nodes: {{{HOST}: {{variables: {{shelf: a}}}}, k2.example.org: {{}}}}\n"
    (finding,) = lint_tree(tmp_path, f'{data}a::b: "%{{shelf}}"\n', select=RULE, more=more).findings

    assert (finding.level, finding.hosts) == (Severity.INFO, ("k2.example.org",))


def test_a_variable_of_the_hierarchy_is_found_at_its_line(tmp_path: Path) -> None:
    text = HIERA.replace("facts.fqdn", "facts.fqnd")
    report = lint_tree(tmp_path, select=RULE, files={"hieradata/hiera.yaml": text})

    assert found(report) == [(RULE, "hiera.yaml", 4)]


def test_mapped_paths_have_a_variable_and_a_name_of_their_own(tmp_path: Path) -> None:
    level = '  - name: mapped\n    mapped_paths: [{}, one, "m/%{{one}}.yaml"]\n'
    good = lint_tree(tmp_path / "a", select=RULE, files={"hieradata/hiera.yaml": HIERA + level.format("site")})
    bad = lint_tree(tmp_path / "b", select=RULE, files={"hieradata/hiera.yaml": HIERA + level.format("stie")})

    assert found(good) == []
    assert found(bad) == [(RULE, "hiera.yaml", HIERA.count("\n") + 2)]


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("facts.os.famly", "facts.os.family"),
        ("::hostnmae", "::hostname"),
        ("facts.netwroking.fqdn", "facts.networking.fqdn"),
        ("facts.os.release.major", None),
        ("facts.role", None),
        ("site", None),
        ("trusted.certname", None),
    ],
)
def test_without_any_host_names_that_are_almost_core_facts_are_infos(
    tmp_path: Path, name: str, guess: str | None
) -> None:
    files = {"hiera.yaml": control_trees.HIERA, "data/c.yaml": f"a: '%{{{name}}}'\n"}
    found = [(finding.level, finding.diagnostic.hint) for finding in control_trees.findings(tmp_path, files, RULE)]

    assert found == ([] if guess is None else [(Severity.INFO, f"did you mean {guess!r}?")])

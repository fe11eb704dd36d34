"""Facts in values."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import found, lint_tree
from lib.data.project_trees import HOST, PAGE

RULE = "interpolated-fact"
LINE = PAGE.count("\n") + 1


@pytest.mark.parametrize("variable", ["facts.rack", "fqdn", "::hostname", "facts.os.name"])
def test_a_fact_in_a_value_is_an_info(tmp_path: Path, variable: str) -> None:
    report = lint_tree(tmp_path, f'{PAGE}a::b: "x %{{{variable}}}"\n', select=RULE)

    assert found(report, RULE) == [(RULE, "common.yaml", LINE)]


@pytest.mark.parametrize("variable", ["trusted.certname", "site", "environment", "lookup('kafka_clusters')"])
def test_what_hosts_cannot_set_is_fine(tmp_path: Path, variable: str) -> None:
    assert found(lint_tree(tmp_path, f'{PAGE}a::b: "%{{{variable}}}"\n', select=RULE), RULE) == []


def test_a_recorded_fact_that_holds_an_interpolation_is_found_in_the_inventory(tmp_path: Path) -> None:
    more = f"nodes:\n  {HOST}:\n    facts:\n      rack: \"%{{lookup('secret')}}\"\n"
    report = lint_tree(tmp_path, select=RULE, more=more)

    assert [name for _, name, _ in found(report)] == ["hiera_kafka.yml"]


def test_facts_in_the_values_of_a_file_are_one_finding(tmp_path: Path) -> None:
    data = PAGE + "".join(f'a::b{number}: "%{{facts.rack}}"\n' for number in range(5))
    report = lint_tree(tmp_path, data, select=RULE, hosts={HOST: 'c::d: "%{facts.rack}"\n'})

    assert sorted(len(finding.each()) for finding in report.findings) == [1, 5]

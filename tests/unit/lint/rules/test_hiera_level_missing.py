"""Levels that lead to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data import control_trees
from lib.data.linting import lint_tree
from lib.data.project_trees import HIERA

RULE = "hiera-level-missing"
LINE = HIERA.count("\n") + 2


@pytest.mark.parametrize(
    ("location", "level"),
    [
        ("path: nope.yaml", Severity.WARNING),
        ("path: sties/%{site}.yaml", Severity.WARNING),
        ("path: racks/%{site}.yaml", Severity.INFO),
        ('paths: ["racks/%{site}.yaml"]', Severity.INFO),
        ('glob: "racks/*.yaml"', Severity.INFO),
        ('mapped_paths: [site, s, "racks/%{s}.yaml"]', Severity.INFO),
    ],
)
def test_paths_that_lead_to_nothing_are_found(tmp_path: Path, location: str, level: Severity) -> None:
    files = {
        "hieradata/hiera.yaml": f"{HIERA}  - name: more\n    {location}\n",
        "hieradata/data/sites/eqiad.yaml": "a: 1\n",
    }
    (finding,) = lint_tree(tmp_path, select=RULE, files=files).findings

    assert finding.where is not None
    assert (finding.where.line, finding.level) == (LINE, level)


@pytest.mark.parametrize(
    "location", ["path: sites/%{site}.yaml", "path: '%{site}.yaml'", 'glob: "*.yaml"', "path: common.yaml"]
)
def test_paths_into_directories_that_are_there_are_fine(tmp_path: Path, location: str) -> None:
    files = {
        "hieradata/hiera.yaml": f"{HIERA}  - name: more\n    {location}\n",
        "hieradata/data/sites/eqiad.yaml": "a: 1\n",
    }

    assert lint_tree(tmp_path, select=RULE, files=files).findings == ()


def test_a_level_that_takes_its_paths_from_another_is_told_there(tmp_path: Path) -> None:
    levels = "- name: a\n  datadir: one\n  paths: &p [x.yaml]\n- {name: b, datadir: two, paths: *p}\n"
    hiera = f"version: 5\nhierarchy:\n{levels}"
    found = control_trees.rows(tmp_path, {"hiera.yaml": hiera, "one/x.yaml": "a: 1\n", "two/y.yaml": "a: 1\n"}, RULE)

    assert [row[1:] for row in found] == [(Severity.WARNING, "hiera.yaml", 5)]

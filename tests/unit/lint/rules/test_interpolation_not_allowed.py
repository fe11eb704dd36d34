"""Functions in hiera.yaml."""

from __future__ import annotations

from pathlib import Path

from lib.data.linting import found, lint_tree
from lib.data.project_trees import HIERA


def test_calls_in_a_hierarchy_are_found_at_their_line(tmp_path: Path) -> None:
    hiera = f"{HIERA}  - name: more\n    path: \"%{{lookup('x')}}/%{{site}}.yaml\"\n"
    report = lint_tree(tmp_path, files={"hieradata/hiera.yaml": hiera})

    assert ("interpolation-not-allowed", "hiera.yaml", hiera.count("\n")) in found(report)

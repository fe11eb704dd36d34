"""Ensembles with an even number of members."""

from __future__ import annotations

from pathlib import Path

from lib.data.linting import found, lint_tree
from lib.data.three_brokers import HOSTS, THREE


def test_an_even_number_is_found_at_the_members(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, THREE.replace(f'      {HOSTS[2]}: "3"\n', ""), select="even-ensemble")

    assert found(report) == [("even-ensemble", "common.yaml", 5)]


def test_an_odd_number_is_fine(tmp_path: Path) -> None:
    assert found(lint_tree(tmp_path, THREE, select="even-ensemble")) == []

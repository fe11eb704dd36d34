"""Brokers without a rack."""

from __future__ import annotations

from pathlib import Path

from lib.data.linting import found, lint_tree
from lib.data.three_brokers import THREE


def test_a_broker_without_a_rack_is_found_at_its_name(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, THREE.replace("        rack: B\n", ""), select="rack-missing")

    assert found(report) == [("rack-missing", "common.yaml", 17)]


def test_no_racks_at_all_are_fine(tmp_path: Path) -> None:
    data = THREE
    for rack in "ABC":
        data = data.replace(f"        rack: {rack}\n", "")

    assert found(lint_tree(tmp_path, data, select="rack-missing")) == []

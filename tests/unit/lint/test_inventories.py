"""Inventories as lint loads them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.lint.inventories import read, uses, view
from lib.data.project_trees import HOST, project_tree


def test_an_inventory_is_seen_with_its_hosts(tmp_path: Path) -> None:
    path = str(project_tree(tmp_path))

    assert [node.host for node in view(read(path)).nodes] == [HOST]


def test_an_inventory_uses_the_hierarchy_that_it_names(tmp_path: Path) -> None:
    path = project_tree(tmp_path)

    assert uses(str(path), str(tmp_path / "hieradata" / "hiera.yaml"))
    assert not uses(str(path), "/other/hiera.yaml")
    path.write_text("[")
    assert not uses(str(path), str(tmp_path / "hieradata" / "hiera.yaml"))
    with pytest.raises(HieraKafkaError):
        read(str(path))


def test_lint_of_data_without_an_inventory_loads_neither_models_nor_compiler(tmp_path: Path) -> None:
    (tmp_path / "hiera.yaml").write_text("version: 5\nhierarchy: [{name: all, path: all.yaml}]\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "all.yaml").write_text("apache::port: 080\nntp_servers: [a]\n")
    program = """
import sys
from pathlib import Path
from hiera_kafka.lint.config import load_settings
from hiera_kafka.lint.formats import render
from hiera_kafka.lint.runner import LintRequest, run
report = run(LintRequest((Path("."),), load_settings(Path("."))))
assert "yaml-octal" in render("text", report, ".")
heavy = ("pydantic", "hiera_kafka.compiler", "hiera_kafka.model", "hiera_kafka.catalog", "hiera_kafka.dialects")
print(*sorted(name for name in sys.modules if name in heavy))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout.split() == []

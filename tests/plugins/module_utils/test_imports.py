"""What runs on targets needs nothing but Python and Ansible's own helpers."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[3] / "src/ansible_collections/hiera_kafka/core/plugins"
ALLOWED = ("ansible.module_utils", "ansible_collections.hiera_kafka.core.plugins.module_utils")
FILES = sorted(path for part in ("modules", "module_utils") for path in (PLUGINS / part).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_only_the_standard_library_and_module_utils_are_imported(path: Path) -> None:
    foreign = {name for name in imported(path) if name.partition(".")[0] not in sys.stdlib_module_names}
    assert {name for name in foreign if not name.startswith(ALLOWED)} == set()


def test_every_error_has_a_page() -> None:
    rules = PLUGINS.parents[4] / "docs/rules"
    ids = {
        node.args[0].value
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem"
        if isinstance(node.args[0], ast.Constant)
    }
    assert len(ids) > 20
    assert {name for name in ids if not (rules / f"{name}.md").read_text().startswith(f"# {name}\n")} == set()

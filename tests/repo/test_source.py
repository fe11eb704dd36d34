"""What holds for the source as a whole."""

from __future__ import annotations

import statistics
from pathlib import Path

from lib.repository import ROOT, tracked_files

PACKAGE = ROOT / "src" / "hiera_kafka"
MODULES = sorted(PACKAGE.rglob("*.py"))
NOT_MIRRORED = {"__init__.py", "__main__.py"}  # what they hold is tested where it is used


def _counterpart(module: Path) -> Path:
    relative = module.relative_to(PACKAGE)
    return ROOT / "tests" / "unit" / relative.with_name(f"test_{relative.name}")


def test_every_module_has_its_tests_at_the_same_place() -> None:
    expected = {_counterpart(module) for module in MODULES if module.name not in NOT_MIRRORED}

    assert sorted(str(path.relative_to(ROOT)) for path in expected if not path.is_file()) == []


def test_every_unit_test_has_its_module() -> None:
    expected = {_counterpart(module) for module in MODULES}
    found = set((ROOT / "tests" / "unit").rglob("test_*.py"))

    assert sorted(str(path.relative_to(ROOT)) for path in found - expected) == []


def test_modules_are_small() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert statistics.median(lines.values()) <= 150
    assert [str(path.relative_to(ROOT)) for path, count in lines.items() if count > 500] == []


def test_every_python_file_says_what_it_is_for() -> None:
    silent = [
        path
        for path in tracked_files()
        if path.suffix == ".py"
        and path.stat().st_size
        and not path.read_text(encoding="utf-8").startswith(('"""', "#!"))
    ]

    assert [str(path.relative_to(ROOT)) for path in silent] == []


def test_every_template_is_used() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    templates = ROOT / "templates"
    unused = [
        str(path.relative_to(templates))
        for path in templates.rglob("*.j2")
        if str(path.relative_to(templates)) not in sources
    ]

    assert unused == []


def test_plugins_that_run_on_the_controller_are_thin() -> None:
    plugins = ROOT / "src/ansible_collections/hiera_kafka/core/plugins"
    code = {
        path: sum(1 for line in _code_lines(path))
        for kind in ("action", "inventory", "lookup")
        for path in (plugins / kind).glob("*.py")
    }

    assert {path.name: count for path, count in code.items() if count > 70} == {}


def _code_lines(path: Path) -> list[str]:
    inside = False
    kept = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.endswith('= r"""'):
            inside = True
        elif inside and line == '"""':
            inside = False
        elif not inside and line.strip():
            kept.append(line)
    return kept

"""What holds for the source as a whole."""

from __future__ import annotations

import graphlib
import statistics
from collections import Counter
from pathlib import Path

import grimp
import pytest

from lib.repository import ROOT, tracked_files

PACKAGE = ROOT / "src" / "hiera_kafka"
MODULES = sorted(PACKAGE.rglob("*.py"))
NOT_MIRRORED = {"__init__.py", "__main__.py"}  # what they hold is tested where it is used

COLLECTION = ROOT / "src/ansible_collections/hiera_kafka/core"
ON_HOSTS = COLLECTION / "plugins/module_utils"
TESTED_THROUGH_OTHERS = {
    "apply/diffs.py",  # apply/application
    "apply/unpack.py",  # apply/release
    "readiness/checks.py",  # readiness/waiting and each kind
    "problems.py",  # whatever refuses
    "services/factory.py",  # the modules, on both kinds of hosts
    "services/manager.py",  # services/supervisor and services/systemd
    # services/causes, by what real services printed
    *(f"services/failures/{name}.py" for name in ("cluster", "machine", "mirror", "options", "symptom", "table")),
    "services/failures/zookeeper.py",  # as those
}


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


def test_what_runs_on_hosts_has_its_tests_at_the_same_place() -> None:
    modules = {str(path.relative_to(ON_HOSTS)) for path in ON_HOSTS.rglob("*.py") if path.name != "__init__.py"}
    tests = ROOT / "tests" / "plugins" / "module_utils"
    tested = {
        str(path.relative_to(tests).with_name(path.name.removeprefix("test_"))) for path in tests.rglob("test_*.py")
    } - {"imports.py"}

    assert modules - tested == TESTED_THROUGH_OTHERS
    assert tested - modules == set()


def test_modules_are_small() -> None:
    modules = [*MODULES, *COLLECTION.rglob("*.py")]
    lines = {str(path.relative_to(ROOT / "src")): len(path.read_text("utf-8").splitlines()) for path in modules}

    assert statistics.median(lines.values()) <= 150
    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_no_import_comes_back_to_where_it_began() -> None:
    """Imports for types only and within functions are counted as well: readers must follow them, too."""
    graph = grimp.build_graph("hiera_kafka", "ansible_collections.hiera_kafka.core", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_folders_are_small() -> None:
    folders = Counter(path.parent for path in (ROOT / "src").rglob("*.py") if path.name != "__init__.py")
    rules = PACKAGE / "lint" / "rules"  # one rule a file, found by its id

    assert {str(folder.relative_to(ROOT)): count for folder, count in folders.items() if count > 20} == {
        str(rules.relative_to(ROOT)): folders[rules]
    }


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

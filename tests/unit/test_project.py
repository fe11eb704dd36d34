"""Finding the checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from hiera_kafka import project

CHECKOUT = Path(__file__).resolve().parents[2]
MODULES = ("__init__.py", "errors.py", "project.py", "repository.py", "trust.py")


def make(root: Path) -> Path:
    """Make what marks a checkout."""
    for name in ("roles", "templates"):
        (root / name).mkdir(parents=True)
    (root / "site.yml").touch()
    return root


def test_the_checkout_is_found_from_a_directory_below_it(tmp_path: Path) -> None:
    root = make(tmp_path / "clone")
    below = root / "inventories" / "local"
    below.mkdir(parents=True)
    assert project.find(below).root == root


def test_the_nearest_checkout_counts(tmp_path: Path) -> None:
    inner = make(make(tmp_path / "outer") / "inner")
    assert project.find(inner).root == inner


def test_outside_of_any_checkout_it_is_the_one_the_package_runs_from(tmp_path: Path) -> None:
    assert project.find(tmp_path).root == CHECKOUT


def test_a_checkout_knows_its_parts() -> None:
    found = project.find(CHECKOUT)
    for path in (found.site, found.templates, found.playbooks, found.inventories, found.ansible_cfg):
        assert path.exists()
    assert found.var.parent == CHECKOUT


def test_a_package_outside_of_any_checkout_says_what_it_looked_for(tmp_path: Path) -> None:
    package = tmp_path / "elsewhere" / "hiera_kafka"
    package.mkdir(parents=True)
    for name in MODULES:
        shutil.copy(CHECKOUT / "src" / "hiera_kafka" / name, package)
    code = "import pathlib; from hiera_kafka import project; project.find(pathlib.Path.cwd())"
    environment = {"PYTHONPATH": str(package.parent)}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "error[checkout-not-found]: no hiera-kafka checkout at or above" in run.stderr
    assert "site.yml, roles, templates" in run.stderr


def test_templates_are_those_of_the_nearest_checkout(tmp_path: Path) -> None:
    assert project.templates(make(tmp_path / "clone")) == tmp_path / "clone" / "templates"
    assert project.templates(tmp_path) == CHECKOUT / "templates"


def test_templates_outside_of_any_checkout_are_those_that_the_package_brings(tmp_path: Path) -> None:
    package = tmp_path / "elsewhere" / "hiera_kafka"
    (package / "templates").mkdir(parents=True)
    for name in MODULES:
        shutil.copy(CHECKOUT / "src" / "hiera_kafka" / name, package)
    make(tmp_path / "clone")
    code = (
        "from hiera_kafka import project; from pathlib import Path\n"
        "print(project.templates(Path()), project.templates(Path('clone')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [str(package / "templates"), str(tmp_path / "clone" / "templates")]

"""Finding what runs, and what it works on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.errors import ProjectError
from hiera_kafka.project import Brought, Project

CHECKOUT = Path(__file__).resolve().parents[2]
MODULES = ("__init__.py", "errors.py", "project.py", "repository.py", "rule_pages.py", "text.py", "trust.py")


def make(root: Path) -> Path:
    """Make what marks a checkout."""
    for name in ("roles", "templates/usr/local/libexec/hiera-kafka"):
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


def test_no_checkout_is_looked_for_above_a_repository(tmp_path: Path) -> None:
    repository = make(tmp_path / "outer") / "data"
    (repository / ".git").mkdir(parents=True)
    (repository / "below").mkdir()
    assert project.find(repository / "below").root == CHECKOUT
    assert project.templates(repository) == CHECKOUT / "templates"


def test_a_checkout_may_lie_below_the_top_of_its_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    root = make(tmp_path / "kafka")
    (root / "inventories").mkdir()
    assert project.find(root / "inventories").root == root


def test_outside_of_any_checkout_it_is_the_one_the_package_runs_from(tmp_path: Path) -> None:
    assert project.find(tmp_path).root == CHECKOUT


def test_a_checkout_knows_its_parts() -> None:
    found = project.find(CHECKOUT)
    code = found.code
    for path in (code.site, code.templates, code.playbooks, code.roles, code.ansible_cfg, found.inventories):
        assert path.is_relative_to(CHECKOUT)
        assert path.exists()
    assert found.ansible_cfg == code.ansible_cfg
    assert (code.collections / project.COLLECTION / "galaxy.yml").is_file()


def test_this_checkout_is_trusted() -> None:
    project.find(CHECKOUT).require_trusted()


@pytest.mark.parametrize(
    "which",
    ["site.yml", "roles/mine/tasks/main.yml", "templates/a.j2", "filter_plugins/a.py", "src/a.py", "ansible.cfg"],
)
def test_code_of_a_checkout_that_everybody_may_write_is_refused(tmp_path: Path, which: str) -> None:
    root = make(tmp_path / "clone")
    (root / which).parent.mkdir(parents=True, exist_ok=True)
    (root / which).touch()
    (root / which).chmod(0o666)
    with pytest.raises(ProjectError, match=f"{root / which} can be written by everybody"):
        Brought.of_checkout(root).require_trusted()


@pytest.mark.parametrize(
    "which", ["hieradata/common.yaml", "inventories/mine/hosts", "var/x", ".git/config", "docs/a.md"]
)
def test_what_is_no_code_does_not_count(tmp_path: Path, which: str) -> None:
    root = make(tmp_path / "clone")
    (root / which).parent.mkdir(parents=True)
    (root / which).touch()
    (root / which).chmod(0o666)
    Brought.of_checkout(root).require_trusted()


def test_trust_in_a_checkout_begins_at_the_top_of_its_repository(tmp_path: Path) -> None:
    (tmp_path / "top/.git").mkdir(parents=True)
    root = make(tmp_path / "top/kafka")
    (root / "templates/a.j2").touch()
    (tmp_path / "top").chmod(0o777)
    refused = f"{tmp_path}/top can be written by everybody"
    with pytest.raises(ProjectError, match=refused):
        Brought.of_checkout(root).require_trusted()
    with pytest.raises(ProjectError, match=refused):
        project.require_template(root / "templates/a.j2", root / "templates")


def test_templates_that_the_package_brings_are_trusted_as_the_package_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.j2").touch()
    tmp_path.chmod(0o777)
    with pytest.raises(ProjectError, match="untrusted-code"):
        project.require_template(tmp_path / "a.j2", tmp_path)
    monkeypatch.setattr(project, "_PACKAGE", tmp_path)
    with pytest.raises(ProjectError, match="untrusted-code"):
        project.require_template(tmp_path / "a.j2", tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "a.j2").rename(tmp_path / "templates/a.j2")
    project.require_template(tmp_path / "templates/a.j2", tmp_path / "templates")


def test_a_package_that_is_not_whole_says_what_it_looked_for(tmp_path: Path) -> None:
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
    assert f"error[checkout-not-found]: the package in {package} has no templates" in run.stderr
    assert "site.yml, roles, templates/usr/local/libexec/hiera-kafka" in run.stderr


def test_templates_are_those_of_the_nearest_checkout(tmp_path: Path) -> None:
    assert project.templates(make(tmp_path / "clone")) == tmp_path / "clone" / "templates"
    assert project.templates(tmp_path) == CHECKOUT / "templates"


def test_outside_of_any_checkout_all_that_runs_is_the_packages(tmp_path: Path) -> None:
    package = tmp_path / "elsewhere" / "hiera_kafka"
    (package / "templates").mkdir(parents=True)
    for name in MODULES:
        shutil.copy(CHECKOUT / "src" / "hiera_kafka" / name, package)
    make(tmp_path / "clone")
    code = (
        "from hiera_kafka import project; from pathlib import Path\n"
        "found = project.find(Path()); code = found.code; code.require_trusted()\n"
        "print(found.root, code.checkout, code.collections, code.templates, code.playbooks, code.roles, code.site)\n"
        "print(project.templates(Path('clone')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    core = package.parent / project.COLLECTION
    assert run.stdout.split() == [
        *(str(tmp_path), "None", str(package.parent), str(package / "templates")),
        *(str(core / "playbooks"), str(core / "roles"), str(core / "playbooks/site.yml")),
        str(tmp_path / "clone/templates"),
    ]


def inventory(path: Path) -> Path:
    """Make an inventory file, and return its directory."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("plugin: hiera_kafka.core.hiera\nhiera_config: ../../hiera.yaml\n")
    return path.parent


@pytest.mark.parametrize(
    "file", ["inventories/prod/hiera_kafka.yml", "inventories/eqiad.hiera_kafka.yaml", "inventory/hiera_kafka.yml"]
)
def test_a_repository_is_the_nearest_directory_with_inventories_of_ours(tmp_path: Path, file: str) -> None:
    (tmp_path / ".git").mkdir()
    below = inventory(tmp_path / "data" / file)
    (tmp_path / "data/inventories/other").mkdir(parents=True, exist_ok=True)
    found = project.find(below)
    assert (found.root, found.code) == (tmp_path / "data", project.brought())
    assert project.is_around(found, below)
    assert not project.is_around(project.find(tmp_path), tmp_path)


def test_a_repository_with_playbooks_of_its_own_is_no_checkout(tmp_path: Path) -> None:
    """Its site.yml must not be run in the place of ours."""
    for name in ("roles", "templates/etc/kafka"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "site.yml").touch()
    inventory(tmp_path / "inventories/prod/hiera_kafka.yml")
    found = project.find(tmp_path)
    assert (found.root, found.code) == (tmp_path, project.brought())


def test_inventories_of_somebody_else_are_none(tmp_path: Path) -> None:
    (tmp_path / "inventories/prod").mkdir(parents=True)
    (tmp_path / "inventories/prod/hosts.yml").write_text("all:\n")
    assert not project.has_inventories(tmp_path)


def test_a_repository_in_a_checkout_is_run_by_that_checkout(tmp_path: Path) -> None:
    clone = make(tmp_path / "clone")
    (clone / "ansible.cfg").touch()
    found = project.find(inventory(clone / "mine/inventories/prod/hiera_kafka.yml"))
    assert (found.root, found.code.checkout, found.ansible_cfg) == (clone / "mine", clone, clone / "ansible.cfg")

    (clone / "mine/ansible.cfg").touch()
    assert found.ansible_cfg == clone / "mine/ansible.cfg"


def test_a_configuration_that_lies_in_the_current_directory_by_chance_is_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / "ansible.cfg").touch()
    assert Project(tmp_path, project.brought()).ansible_cfg == CHECKOUT / "ansible.cfg"


def test_what_a_repository_has_ansible_load_must_be_trusted(tmp_path: Path) -> None:
    """Without an ansible.cfg of its own, Ansible loads nothing but the inventory from it."""
    inventory(tmp_path / "inventories/prod/hiera_kafka.yml")
    (tmp_path / "library").mkdir()
    (tmp_path / "library").chmod(0o777)
    found = project.find(tmp_path)
    found.require_trusted()
    (tmp_path / "ansible.cfg").touch()
    with pytest.raises(ProjectError, match=f"{tmp_path}/library can be written by everybody"):
        found.require_trusted()

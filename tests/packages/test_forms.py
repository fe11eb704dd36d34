"""Wheels from a checkout, a source distribution and a Git repository are one; an editable installation has links."""

from __future__ import annotations

import shutil
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from tests.packages.conftest import Built, hatchling, one
from tests.packages.environment import Environment, User, repository

from hiera_kafka.project import COLLECTION, has_inventories
from lib.clusters.local_cluster import HOST
from lib.machine.git import commit
from lib.repository import ROOT, tracked_files

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packages")]


def files_of(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return sorted(archive.namelist())


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with all that is in the project."""
    directory = tmp_path_factory.mktemp("clone") / "hiera-kafka"
    for path in tracked_files():
        target = directory / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target, follow_symlinks=False)
    (directory / "playbooks/roles").unlink(missing_ok=True)
    (directory / "playbooks/roles").symlink_to("../roles")
    commit(directory)
    return directory


def test_a_wheel_brings_what_runs_once(built: Built) -> None:
    names = files_of(built.wheel)
    expected = {
        *(f"hiera_kafka/{path.relative_to(ROOT)}" for path in (ROOT / "templates").rglob("*.j2")),
        *(f"{COLLECTION}/{path.relative_to(ROOT)}" for path in (ROOT / "roles").rglob("*") if path.is_file()),
        *(f"{COLLECTION}/{path.relative_to(ROOT)}" for path in (ROOT / "playbooks").rglob("*.yml")),
        f"{COLLECTION}/meta/runtime.yml",
        "hiera_kafka/ansible.cfg",
    }
    assert expected <= set(names)
    assert len(names) == len(set(names))
    assert [name for name in names if "playbooks/roles" in name or "__pycache__" in name] == []
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {
        "hiera_kafka",
        "ansible_collections",
    }


def test_a_source_distribution_holds_the_sources_and_no_copies(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"roles/java/tasks/main.yml", "playbooks/site.yml", "tools/build_hook.py", "constraints.txt"} <= names
    assert [name for name in names if "playbooks/roles" in name] == []
    assert [name for name in names if name.startswith((f"src/{COLLECTION}/roles", f"src/{COLLECTION}/playbooks"))] == []


def test_a_wheel_from_the_source_distribution_is_the_same(built: Built, unpacked: Path, tmp_path: Path) -> None:
    hatchling(unpacked, tmp_path, "wheel")
    assert files_of(one(tmp_path, "*.whl")) == files_of(built.wheel)


def test_so_is_one_that_pip_makes_of_a_git_repository(built: Built, clone: Path, tmp_path: Path) -> None:
    environment = Environment.made(tmp_path)
    environment.install(f"git+file://{clone}")
    installed = {str(path.relative_to(environment.packages)) for path in environment.packages.rglob("*")}
    assert {name for name in files_of(built.wheel) if ".dist-info/" not in name} <= installed
    user = User(environment, tmp_path)
    data = repository(tmp_path / "data")
    assert has_inventories(data)
    words = ("hiera-kafka", "render", "-i", "prod", "--out", "out")
    done = user.run_as_caller(*words, cwd=data).good()
    assert (data / "out" / HOST / "etc/kafka/server.properties").is_file(), done.text


def test_an_editable_installation_has_the_playbooks_of_the_checkout(clone: Path, tmp_path: Path) -> None:
    environment = Environment.made(tmp_path)
    environment.install("--editable", clone)
    assert not (environment.packages / "ansible_collections").exists()
    linked = clone / "src" / COLLECTION
    assert (linked / "playbooks").resolve() == clone / "playbooks"
    user, data = User(environment, tmp_path), repository(tmp_path / "data")
    words = ("ansible-playbook", "hiera_kafka.core.site", "-i", "inventories/prod", "--list-tasks")
    assert "hiera_kafka.core.kafka_broker : Start Kafka" in user.run_as_caller(*words, cwd=data).good().out

    hatchling(clone, tmp_path / "dist", "wheel")
    names = files_of(one(tmp_path / "dist", "*.whl"))
    assert len(names) == len(set(names))
    assert [name for name in names if "playbooks/roles" in name] == []


def test_package_and_collection_have_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    galaxy = yaml.safe_load((ROOT / "src" / COLLECTION / "galaxy.yml").read_text())
    runtime = yaml.safe_load((ROOT / "src" / COLLECTION / "meta/runtime.yml").read_text())
    (core,) = [name for name in project["dependencies"] if name.startswith("ansible-core")]

    assert galaxy["version"] == project["version"]
    assert runtime["requires_ansible"] == f"{core.removeprefix('ansible-core')}.0"


@pytest.mark.network
def test_a_full_installation_into_an_empty_environment(built: Built, tmp_path: Path) -> None:
    """Nothing but what the wheel asks for, in the versions that are tested."""
    environment = Environment.made(tmp_path, libraries=False)
    environment.pip("install", "--quiet", "--constraint", ROOT / "constraints.txt", built.wheel)
    user, data = User(environment, tmp_path), repository(tmp_path / "data")

    environment.pip("check")
    user.run_as_caller("hiera-kafka", "lint", ".", cwd=data).good()
    words = ("hiera_kafka.core.site", "-i", "inventories/prod", "--syntax-check")
    user.run_as_caller(environment.directory / "bin/ansible-playbook", *words, cwd=data).good()

"""The collection as ansible-galaxy builds and installs it."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from tests.packages.environment import Environment, User, repository
from tools.collection import build

from lib.repository import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packages")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("collection")
    build(ROOT, directory)
    (found,) = directory.glob("hiera_kafka-core-*.tar.gz")
    return found


@pytest.fixture(scope="module")
def collections(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("collections")
    command = [sys.executable, "-P", "-m", "ansible", "galaxy", "collection", "install", "--offline", "--force"]
    subprocess.run([*command, "-p", directory, archive], check=True, capture_output=True, cwd=directory)
    return directory


def test_it_holds_plugins_playbooks_and_roles(archive: Path) -> None:
    with tarfile.open(archive) as found:
        names = found.getnames()
        manifest = json.load(found.extractfile("MANIFEST.json") or pytest.fail("no manifest"))
    for name in ("playbooks/site.yml", "playbooks/tasks/roll_one.yml", "roles/java/tasks/main.yml", "meta/runtime.yml"):
        assert name in names
    assert "plugins/inventory/hiera.py" in names
    assert [name for name in names if "__pycache__" in name or "playbooks/roles" in name] == []
    assert manifest["collection_info"]["license"] == ["Apache-2.0"]


def test_it_runs_beside_the_package(collections: Path, tmp_path: Path) -> None:
    user, data = User(Environment(Path(sys.prefix)), tmp_path), repository(tmp_path / "data")
    words = ("ansible-playbook", "hiera_kafka.core.site", "-i", "inventories/prod", "--list-hosts", "-v")
    done = user.run_as_caller(*words, cwd=data, ANSIBLE_COLLECTIONS_PATH=str(collections)).good()
    assert f"{collections}/ansible_collections/hiera_kafka/core/playbooks/site.yml" in done.out
    assert "kafka1.analytics.eqiad1.wikimedia.cloud" in done.out


def test_without_the_package_it_says_what_is_missing(collections: Path, tmp_path: Path) -> None:
    environment = Environment.made(tmp_path)  # Ansible, and nothing of ours
    user, data = User(environment, tmp_path), repository(tmp_path / "data")
    words = ("ansible-playbook", "hiera_kafka.core.site", "-i", "inventories/prod")
    failed = user.run_as_caller(*words, cwd=data, ANSIBLE_COLLECTIONS_PATH=str(collections))
    assert failed.code not in (0, 70), failed.text
    assert f"hiera-kafka is not installed for the interpreter that runs Ansible, {environment.python}" in failed.text
    assert f"{environment.python} -m pip install hiera-kafka" in failed.text
    assert "TASK [" not in failed.text

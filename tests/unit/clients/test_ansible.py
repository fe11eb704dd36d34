"""Runs a real ansible-playbook."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.clients.ansible import environment_of, require_inventory, run_playbook
from hiera_kafka.errors import ProjectError
from hiera_kafka.project import Brought, Project

PLAYBOOK = """\
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - ansible.builtin.debug:
        msg: "configured by {{ lookup('ansible.builtin.env', 'ANSIBLE_CONFIG') }}"
    - ansible.builtin.assert:
        that: passed | bool
        quiet: true
"""


@pytest.mark.slow
@pytest.mark.parametrize(("passed", "code"), [("true", 0), ("false", 2)])
def test_a_playbook_runs_with_the_checkouts_settings_and_its_exit_code_is_returned(
    tmp_path: Path, passed: str, code: int
) -> None:
    found = project.find(Path(__file__))
    playbook = tmp_path / "play.yml"
    playbook.write_text(PLAYBOOK)
    with (tmp_path / "output").open("wb") as output:
        stdout = os.dup(output.fileno())
        try:
            assert run_playbook(found, playbook, Path("localhost,"), ["-e", f"passed={passed}"], stdout=stdout) == code
        finally:
            os.close(stdout)
    assert f"configured by {found.ansible_cfg}" in (tmp_path / "output").read_text()


@pytest.mark.parametrize("which", ["hosts.yml", "group_vars/all.yml", "host_vars/a/b.yml"])
def test_an_inventory_file_is_refused_with_the_variables_beside_it(tmp_path: Path, which: str) -> None:
    (tmp_path / "hosts.yml").touch()
    (tmp_path / which).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / which).touch()
    require_inventory(tmp_path / "hosts.yml")

    (tmp_path / which).chmod(0o666)
    with pytest.raises(ProjectError, match=f"{tmp_path / which} can be written by everybody"):
        require_inventory(tmp_path / "hosts.yml")


def test_a_directory_of_inventories_is_refused_whole_but_for_data_of_hiera(tmp_path: Path) -> None:
    for name in ("below/program", "hieradata/common.yaml", "hiera.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o666)
    with pytest.raises(ProjectError, match=f"{tmp_path}/below/program can be written by everybody"):
        require_inventory(tmp_path)

    (tmp_path / "below/program").chmod(0o755)
    require_inventory(tmp_path)


def test_what_lies_beside_an_inventory_file_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "hosts.yml").touch()
    (tmp_path / "var").mkdir(mode=0o777)
    require_inventory(tmp_path / "hosts.yml")


def test_an_inventory_that_is_no_path_is_fine() -> None:
    require_inventory(Path("localhost,"))


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A repository without an ansible.cfg, what a wheel brings, and a user who has configured nothing."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    package, repository = tmp_path / "packages/hiera_kafka", tmp_path / "mine"
    for directory in (package, repository, tmp_path / "home"):
        directory.mkdir(parents=True)
    (package / "ansible.cfg").write_text("[defaults]\n")
    (repository / "inventories/prod").mkdir(parents=True)
    (repository / "inventories/prod/hiera_kafka.yml").touch()
    return Project(repository, Brought(package, package, package, package.parent, package / "ansible.cfg"))


def test_a_checkouts_own_configuration_has_all_that_is_needed() -> None:
    found = project.find(Path(__file__))
    assert environment_of(found, {"A": "b"}) == {"A": "b", "ANSIBLE_CONFIG": str(found.code.ansible_cfg)}


def test_the_configuration_is_the_repositorys_then_the_users_then_the_packages(
    packaged: Project, tmp_path: Path
) -> None:
    def used(**environ: str) -> str:
        return environment_of(packaged, environ)["ANSIBLE_CONFIG"]

    assert used() == str(packaged.code.ansible_cfg)
    (tmp_path / "home/.ansible.cfg").touch()
    assert used() == str(tmp_path / "home/.ansible.cfg")
    (tmp_path / "named.cfg").touch()
    assert used(ANSIBLE_CONFIG=str(tmp_path / "named.cfg")) == str(tmp_path / "named.cfg")
    assert used(ANSIBLE_CONFIG=str(tmp_path / "gone.cfg")) == str(tmp_path / "home/.ansible.cfg")
    (packaged.root / "ansible.cfg").touch()
    assert used(ANSIBLE_CONFIG=str(tmp_path / "named.cfg")) == str(packaged.root / "ansible.cfg")


def test_our_collection_stands_before_those_that_are_configured(packaged: Project, tmp_path: Path) -> None:
    def searched(**environ: str) -> list[str]:
        return environment_of(packaged, environ)["ANSIBLE_COLLECTIONS_PATH"].split(":")

    own, home = str(tmp_path / "packages"), tmp_path / "home"
    assert searched() == [own, f"{home}/.ansible/collections", "/usr/share/ansible/collections"]
    assert searched(ANSIBLE_COLLECTIONS_PATH="/a:/b") == [own, "/a", "/b"]
    (packaged.root / "ansible.cfg").write_text("[defaults]\ncollections_path = vendor:~/more  ; a comment\n")
    assert searched() == [own, str(packaged.root / "vendor"), f"{home}/more"]


def test_a_broken_inventory_is_an_error_whatever_the_configuration_says(packaged: Project) -> None:
    (packaged.root / "ansible.cfg").write_text(
        "[inventory]\nany_unparsed_is_failed = false\nignore_patterns = ^mine$\n"
    )
    found = environment_of(packaged, {"ANSIBLE_HOST_PATTERN_MISMATCH": "warning"})
    assert found["ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED"] == "true"
    assert found["ANSIBLE_HOST_PATTERN_MISMATCH"] == "warning"  # the caller's own word
    assert "ANSIBLE_INVENTORY_IGNORE_REGEX" not in found


def test_ansible_takes_these_settings(packaged: Project) -> None:
    command = [sys.executable, "-P", "-m", "ansible", "config", "dump", "--only-changed", "--format", "json"]
    environment = environment_of(packaged, dict(os.environ))
    dumped = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, cwd="/").stdout
    assert "INVENTORY_ANY_UNPARSED_IS_FAILED" in dumped
    assert "^hiera\\\\.yaml$" in dumped
    assert str(packaged.code.collections) in dumped


def test_a_configuration_that_cannot_be_read_is_left_to_ansible_to_report(packaged: Project) -> None:
    (packaged.root / "ansible.cfg").write_text("no section\n")
    assert environment_of(packaged, {})["ANSIBLE_CONFIG"] == str(packaged.root / "ansible.cfg")

"""Runs a real ansible-playbook."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.clients.ansible import require_inventory, run_playbook
from hiera_kafka.errors import ProjectError

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

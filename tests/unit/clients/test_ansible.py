"""Runs a real ansible-playbook."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.clients.ansible import run_playbook

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
def test_a_playbook_runs_with_the_checkouts_settings_and_its_exit_code_is_told(
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

"""How the hosts of an inventory are reached, with real Ansible."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.errors import ProjectError
from hiera_kafka.ops.reach.hosts import HostReaches

pytestmark = pytest.mark.slow  # starts Ansible

PROJECT = project.find(Path(__file__).parent)


def _inventory(directory: Path, hosts: str) -> Path:
    file = directory / "hosts.yml"
    file.write_text(f"all:\n  hosts:\n{hosts}")
    return file


def test_hosts_are_reached_as_ansible_does_and_templates_are_rendered(tmp_path: Path) -> None:
    file = _inventory(
        tmp_path,
        "    kafka1: {ansible_host: '{{ inventory_hostname }}.example.org', ansible_become: true}\n"
        "    kafka2: {ansible_ssh_common_args: '-F {{ inventory_dir }}/ssh_config'}\n",
    )
    with HostReaches(PROJECT, file) as reaches:
        assert reaches.of(["kafka2", "kafka1", "kafka3"]) == (
            Reach("kafka2", "kafka2", arguments=("-F", f"{tmp_path}/ssh_config")),
            Reach("kafka1", "kafka1.example.org", become="root"),
            Reach("kafka3", "kafka3"),
        )


def test_what_is_wrong_of_all_hosts_is_told_at_once(tmp_path: Path) -> None:
    file = _inventory(
        tmp_path,
        "    kafka1: {ansible_host: '{{ nothing_of_this_name }}'}\n    kafka2: {ansible_port: x}\n    kafka3: {}\n",
    )
    with HostReaches(PROJECT, file) as reaches, pytest.raises(ProjectError) as caught:
        reaches.of(["kafka1", "kafka2", "kafka3"])

    assert [(found.id, found.host) for found in caught.value.diagnostics] == [
        ("connection-variable-invalid", "kafka1"),
        ("connection-variable-invalid", "kafka2"),
    ]

"""What Ansible says of hosts: real inventories, vaults and templates, asked as users have them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.clients.ansible_inventory import AnsibleSettings, InventoryQuery, rendered_variables
from hiera_kafka.errors import ProjectError

pytestmark = pytest.mark.slow  # starts Ansible

PROJECT = project.find(Path(__file__).parent)


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """A static inventory with variables of groups beside it."""
    directory = tmp_path / "inventory"
    (directory / "group_vars").mkdir(parents=True)
    (directory / "hosts.yml").write_text(
        "all:\n  hosts:\n    kafka1: {ansible_host: 10.0.0.1}\n    kafka2: {ansible_host: '{{ address_of_2 }}'}\n"
    )
    (directory / "group_vars/all.yml").write_text("ansible_user: debian\naddress_of_2: 10.0.0.2\n")
    return directory


def test_variables_come_with_those_of_groups_and_later_inventories_win(inventory: Path, tmp_path: Path) -> None:
    beside = tmp_path / "addresses.yml"
    beside.write_text("all:\n  hosts:\n    kafka1: {ansible_host: 10.9.9.9, ansible_port: 23}\n")
    with InventoryQuery(PROJECT, [inventory, beside]) as query:
        found = query.variables()

    assert found["kafka1"] == {
        "ansible_host": "10.9.9.9",
        "ansible_port": 23,
        "ansible_user": "debian",
        "address_of_2": "10.0.0.2",
    }
    assert found["kafka2"]["ansible_host"] == "{{ address_of_2 }}"


def test_templates_are_rendered_by_ansible(inventory: Path) -> None:
    found = rendered_variables(PROJECT, [inventory], ["ansible_host", "ansible_user", "ansible_port"])

    assert found == {
        "kafka1": {"ansible_host": "10.0.0.1", "ansible_user": "debian"},
        "kafka2": {"ansible_host": "10.0.0.2", "ansible_user": "debian"},
    }


def test_an_inventory_that_ansible_cannot_read_is_told_with_its_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text("all: [\n")
    with InventoryQuery(PROJECT, [broken]) as query, pytest.raises(ProjectError) as caught:
        query.variables()

    (found,) = caught.value.diagnostics
    assert found.id == "ansible-inventory-failed"
    assert found.where[0].file == str(broken)
    assert "broken.yml" in str(found.note)


def test_a_query_that_nobody_waits_for_is_ended(inventory: Path) -> None:
    with InventoryQuery(PROJECT, [inventory]) as query:
        pid = query._process.pid

    assert query._process.returncode is not None
    assert not Path("/proc", str(pid)).exists()


def test_an_inventory_of_somebody_else_is_not_run(inventory: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    (inventory / "plugin.py").write_text("#!/bin/sh\n")
    os.chown(inventory / "plugin.py", 12345, 12345)
    with pytest.raises(ProjectError, match="untrusted-code"):
        InventoryQuery(PROJECT, [inventory])


def test_settings_are_those_of_the_environment_first(tmp_path: Path) -> None:
    file = tmp_path / "ansible.cfg"
    file.write_text("[defaults]\nremote_user = %me%\n[other]\nx = 1\n")
    settings = AnsibleSettings({"ANSIBLE_CONFIG": str(file), "ANSIBLE_B": "env"})

    assert settings.get(["ANSIBLE_A", "ANSIBLE_B"], [("defaults", "remote_user")]) == "env"
    assert settings.get(["ANSIBLE_A"], [("defaults", "missing"), ("defaults", "remote_user")]) == "%me%"
    assert settings.get([], [("nothing", "x")]) is None
    file.write_text("no ini\n")
    assert AnsibleSettings({"ANSIBLE_CONFIG": str(file)}).get([], [("defaults", "remote_user")]) is None

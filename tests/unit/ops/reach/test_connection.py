"""How a host is reached, by variables of Ansible, then its environment, then its configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.clients.ansible_inventory import AnsibleSettings
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.errors import ProjectError
from hiera_kafka.ops.reach.connection import VARIABLES, reach_of, templates

NOTHING = AnsibleSettings({})


def _of(variables: dict[str, Any], settings: AnsibleSettings = NOTHING) -> Reach:
    return reach_of("kafka1", variables, settings)


def test_a_host_without_variables_is_reached_by_its_name() -> None:
    assert _of({}) == Reach("kafka1", "kafka1")


def test_every_variable_counts() -> None:
    variables = {
        "ansible_host": "10.0.0.1",
        "ansible_port": "2222",
        "ansible_user": "debian",
        "ansible_ssh_private_key_file": "~/.ssh/key",
        "ansible_ssh_args": "-o Port=99",
        "ansible_ssh_common_args": "-o 'ProxyJump=me@bastion' -F /x",
        "ansible_ssh_extra_args": "-v",
        "ansible_become": "yes",
        "ansible_become_user": "kafka",
        "ansible_python_interpreter": "/usr/bin/python3.11",
        "ansible_connection": "ansible.builtin.ssh",
    }

    assert _of(variables) == Reach(
        "kafka1",
        "10.0.0.1",
        2222,
        "debian",
        "~/.ssh/key",
        ("-o", "Port=99"),
        ("-o", "ProxyJump=me@bastion", "-F", "/x", "-v"),
        "kafka",
        "/usr/bin/python3.11",
    )


def test_the_older_names_win_as_they_do_with_ansible() -> None:
    found = _of({"ansible_host": "a", "ansible_ssh_host": "b", "ansible_port": 1, "ansible_ssh_port": 2})

    assert (found.address, found.port) == ("b", 2)


def test_settings_count_where_no_variable_is_set(tmp_path: Path) -> None:
    file = tmp_path / "ansible.cfg"
    file.write_text(
        "[defaults]\nremote_user = cfg ; said once\nremote_port = 23\nprivate_key_file = /key\n"
        "[privilege_escalation]\nbecome = true\n[ssh_connection]\nssh_common_args = -J cfg\n"
    )
    settings = AnsibleSettings({"ANSIBLE_CONFIG": str(file), "ANSIBLE_REMOTE_USER": "env"})
    found = _of({"ansible_port": 24}, settings)

    assert (found.user, found.port, found.key, found.become) == ("env", 24, "/key", "root")
    assert found.arguments == ("-J", "cfg")
    assert _of({"ansible_become": False}, settings).become is None


@pytest.mark.parametrize("given", ["auto", "auto_silent", "auto_legacy", ""])
def test_an_interpreter_that_ansible_would_look_for_is_that_of_the_path(given: str) -> None:
    assert _of({"ansible_python_interpreter": given}).python == "python3"


def test_a_host_of_this_machine_is_reached_without_ssh() -> None:
    variables = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}

    assert templates(variables) == ()
    assert _of(variables) == Reach.here("kafka1")
    assert _of({**variables, "ansible_become": True}).become == "root"


def test_templates_are_named() -> None:
    assert templates({"ansible_host": "{{ x }}", "ansible_user": "me", "other": "{{ y }}"}) == ("ansible_host",)
    assert "ansible_host" in VARIABLES


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"ansible_host": "{{ nothing }}.x"}, "ansible_host of host kafka1 is '{{ nothing }}.x', must be a value"),
        ({"ansible_port": "ssh"}, "ansible_port of host kafka1 is 'ssh', must be a port, 1 to 65535"),
        ({"ansible_ssh_port": 70000}, "ansible_ssh_port of host kafka1 is '70000'"),
        ({"ansible_ssh_common_args": "-o 'x"}, "must be words as a shell reads them"),
        ({"ansible_user": ["a"]}, "ansible_user of host kafka1 is list, must be a text"),
        ({"ansible_user": {"__ansible_vault": "secret"}}, "ansible_user of host kafka1 is dict"),
    ],
)
def test_what_is_no_value_is_refused_by_the_name_of_its_variable(variables: dict[str, Any], told: str) -> None:
    with pytest.raises(ProjectError) as caught:
        _of(variables)

    (found,) = caught.value.diagnostics
    assert (found.id, found.host) == ("connection-variable-invalid", "kafka1")
    assert told in found.message
    assert "secret" not in found.render()


@pytest.mark.parametrize(
    "variables",
    [{"ansible_connection": "community.docker.docker"}, {"ansible_become": True, "ansible_become_method": "doas"}],
)
def test_other_ways_of_ansible_are_refused(variables: dict[str, Any]) -> None:
    with pytest.raises(ProjectError, match="connection-not-served"):
        _of(variables)

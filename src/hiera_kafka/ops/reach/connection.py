"""From Ansible's connection variables and settings to how one host is reached."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hiera_kafka.clients.ansible_inventory import AnsibleSettings
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.errors import Diagnostic, ProjectError

_SSH = ("ssh", "smart", "paramiko", "paramiko_ssh")
_LOCAL = "local"
_BUILTIN = "ansible.builtin."
_TRUE = ("1", "true", "yes", "on", "y", "t")


@dataclass(frozen=True, slots=True)
class _Option:
    """An option of Ansible: its variables, of which the last that is set wins, and where its settings are."""

    variables: tuple[str, ...]
    environment: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()


_CONNECTION = _Option(("ansible_connection",), ("ANSIBLE_TRANSPORT",), (("defaults", "transport"),))
_ADDRESS = _Option(("ansible_host", "ansible_ssh_host"))
_PORT = _Option(("ansible_port", "ansible_ssh_port"), ("ANSIBLE_REMOTE_PORT",), (("defaults", "remote_port"),))
_USER = _Option(("ansible_user", "ansible_ssh_user"), ("ANSIBLE_REMOTE_USER",), (("defaults", "remote_user"),))
_KEY = _Option(
    ("ansible_private_key_file", "ansible_ssh_private_key_file"),
    ("ANSIBLE_PRIVATE_KEY_FILE",),
    (("defaults", "private_key_file"),),
)
_FIRST, _COMMON, _EXTRA = (
    _Option((f"ansible_ssh_{name}",), (f"ANSIBLE_SSH_{name.upper()}",), (("ssh_connection", f"ssh_{name}"),))
    for name in ("args", "common_args", "extra_args")
)
_PYTHON = _Option(
    ("ansible_python_interpreter",), ("ANSIBLE_PYTHON_INTERPRETER",), (("defaults", "interpreter_python"),)
)
_BECOME, _BECOME_USER, _BECOME_METHOD = (
    _Option((f"ansible_{name}",), (f"ANSIBLE_{name.upper()}",), (("privilege_escalation", name),))
    for name in ("become", "become_user", "become_method")
)
_ALL = (
    *(_CONNECTION, _ADDRESS, _PORT, _USER, _KEY, _FIRST, _COMMON, _EXTRA, _PYTHON),
    *(_BECOME, _BECOME_USER, _BECOME_METHOD),
)

VARIABLES = tuple(name for option in _ALL for name in option.variables)
"""Every variable that counts."""


def templates(variables: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of variables that count here and are templates still; none of a host that is this machine."""
    if _is_local(variables.get("ansible_connection")):
        return ()
    return tuple(name for name in VARIABLES if _is_template(variables.get(name)))


def reach_of(host: str, variables: Mapping[str, Any], settings: AnsibleSettings) -> Reach:
    """Return how a host is reached.

    Args:
        host: Name in the inventory.
        variables: Its variables, as Ansible has them.
        settings: Those of Ansible.

    Raises:
        ProjectError: `connection-variable-invalid`, `connection-not-served`.
    """
    found = _Values(host, variables, settings)
    connection = str(found.get(_CONNECTION) or "ssh").removeprefix(_BUILTIN)
    if connection != _LOCAL and connection not in _SSH:
        raise _not_served(host, "ansible_connection", connection, "ssh and local")
    become = _become(host, found)
    if connection == _LOCAL:
        return Reach(host, host, become=become, local=True)
    return Reach(
        host,
        address=found.text(_ADDRESS) or host,
        port=found.port(),
        user=found.text(_USER),
        key=found.text(_KEY),
        first=found.words(_FIRST),
        arguments=(*found.words(_COMMON), *found.words(_EXTRA)),
        become=become,
        python=_python(found.text(_PYTHON)),
    )


class _Values:
    def __init__(self, host: str, variables: Mapping[str, Any], settings: AnsibleSettings) -> None:
        self._host, self._variables, self._settings = host, variables, settings

    def get(self, option: _Option) -> Any:
        named = [name for name in option.variables if self._variables.get(name) is not None]
        if not named:
            return self._settings.get(option.environment, option.places)
        value = self._variables[named[-1]]
        if _is_template(value):
            raise self.invalid(option, value, "a value; it is a template that is not rendered here")
        if isinstance(value, dict | list):
            raise self.invalid(option, value, "a text or a number")
        return value

    def text(self, option: _Option) -> str | None:
        value = self.get(option)
        return None if value is None or value == "" else str(value)

    def words(self, option: _Option) -> tuple[str, ...]:
        value = self.text(option)
        try:
            return tuple(shlex.split(value or ""))
        except ValueError as error:
            raise self.invalid(option, value, f"words as a shell reads them ({error})") from error

    def port(self) -> int | None:
        value = self.text(_PORT)
        if value is None:
            return None
        if not value.isascii() or not value.isdecimal() or not 0 < int(value) < 2**16:
            raise self.invalid(_PORT, value, "a port, 1 to 65535")
        return int(value)

    def invalid(self, option: _Option, value: Any, wanted: str) -> ProjectError:
        name = next((name for name in reversed(option.variables) if self._variables.get(name) is not None), None)
        shown = type(value).__name__ if isinstance(value, dict | list) else repr(value)
        return ProjectError(
            Diagnostic(
                "connection-variable-invalid",
                f"{name or option.variables[0]} of host {self._host} is {shown}, must be {wanted}",
                hint=f"`ansible-inventory -i INVENTORY --host {self._host}` shows the variables of the host",
                host=self._host,
            )
        )


def _become(host: str, found: _Values) -> str | None:
    if str(found.get(_BECOME) or "").lower() not in _TRUE:
        return None
    method = str(found.get(_BECOME_METHOD) or "sudo").removeprefix(_BUILTIN)
    if method != "sudo":
        raise _not_served(host, "ansible_become_method", method, "sudo")
    return found.text(_BECOME_USER) or "root"


def _python(given: str | None) -> str:
    # What Ansible would look for itself: the Python of the distribution, which the roles install.
    return "python3" if given is None or given.startswith("auto") else given


def _is_template(value: Any) -> bool:
    return isinstance(value, str) and ("{{" in value or "{%" in value)


def _is_local(connection: Any) -> bool:
    return isinstance(connection, str) and connection.removeprefix(_BUILTIN) == _LOCAL


def _not_served(host: str, name: str, value: str, served: str) -> ProjectError:
    return ProjectError(
        Diagnostic(
            "connection-not-served",
            f"{name} of host {host} is {value!r}, hiera-kafka itself knows {served}",
            note="playbooks use any connection that Ansible has",
            hint="set it for this host, if it can be reached in that way as well",
            host=host,
        )
    )

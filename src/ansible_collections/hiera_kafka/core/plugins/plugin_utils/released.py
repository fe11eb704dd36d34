"""Extra variables by which whoever runs Ansible, and nobody else, releases what is somebody else's on a host."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.parsing.dataloader import DataLoader
from ansible.utils.vars import load_extra_vars

TAKE_OVER = "hiera_kafka_take_over"
"""Directories of other users or services that may be taken over, path to the present owner."""
DATA_LEFT = "hiera_kafka_data_left"
"""Directories whose data may be left behind, or is gone with its disk: host to paths."""
MOVED = "hiera_kafka_moved"
"""Services that may get another identity: host to names."""
_OVERRIDES = {
    DATA_LEFT: (DATA_LEFT, "/srv/kafka/b", "which data is left behind"),
    MOVED: (MOVED, "kafka", "which service is another one"),
}
"""Variable to itself, an example of an entry, and what it decides."""
RELEASED_BY_PUPPET = "hiera_kafka_released_by_puppet"
"""Whether files that Puppet's list of resources has are no longer its own."""

ACCEPT_LOSS = "hiera_kafka_accept_loss"
"""Hosts whose data is given up: what a disk of theirs has lost, or what they hold while they are away."""


def take_over(loader: DataLoader, task_vars: Mapping[str, Any]) -> dict[str, str]:
    """Return the directories that the caller wants taken over.

    Raises:
        AnsibleActionFail: It is not an extra variable, or has another form.
    """
    found = _extra(TAKE_OVER, "authors of data must not decide which directories change hands", loader, task_vars)
    if found is None:
        return {}
    if not isinstance(found, Mapping) or not all(
        str(path).startswith("/") and isinstance(owner, str | int) for path, owner in found.items()
    ):
        example = '-e \'{"hiera_kafka_take_over": {"/srv/kafka/data": "olduser"}}\''
        raise AnsibleActionFail(f"{TAKE_OVER} must be a dictionary of absolute path to present owner: {example}")
    return {str(path): str(owner) for path, owner in found.items()}


def overrides(loader: DataLoader, task_vars: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return each host that something is allowed for, to the variables that name it; errors are those of both."""
    found: dict[str, list[str]] = {}
    for name, example, what in _OVERRIDES.values():
        for host in _of_host(name, example, what, loader, task_vars):
            found.setdefault(host, []).append(name)
    return found


def data_left(loader: DataLoader, task_vars: Mapping[str, Any], host: str) -> list[str]:
    """Return the directories of a host whose data the caller leaves behind, or whose disk is dead.

    Raises:
        AnsibleActionFail: It is not an extra variable, or has another form.
    """
    return _of_host(*_OVERRIDES[DATA_LEFT], loader, task_vars).get(host, [])


def moved(loader: DataLoader, task_vars: Mapping[str, Any], host: str) -> list[str]:
    """Return the services of a host that may get another identity.

    Raises:
        AnsibleActionFail: It is not an extra variable, or has another form.
    """
    return _of_host(*_OVERRIDES[MOVED], loader, task_vars).get(host, [])


def released_by_puppet(loader: DataLoader, task_vars: Mapping[str, Any]) -> bool:
    """Return whether the caller says that Puppet has released its files.

    Raises:
        AnsibleActionFail: It is not an extra variable, or neither true nor false.
    """
    found = _extra(RELEASED_BY_PUPPET, "authors of data must not decide what Puppet has released", loader, task_vars)
    try:
        return False if found is None else bool(boolean(found))
    except TypeError as error:
        raise AnsibleActionFail(f"{RELEASED_BY_PUPPET} must be true or false: {error}") from error


def accepted_loss(loader: DataLoader, task_vars: Mapping[str, Any]) -> list[str]:
    """Return the hosts whose data the caller gives up.

    Raises:
        AnsibleActionFail: It is not an extra variable, or has another form.
    """
    found = _extra(ACCEPT_LOSS, "authors of data must not decide which data is given up", loader, task_vars)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(host, str) for host in found):
        example = '-e \'{"hiera_kafka_accept_loss": ["kafka2.example.org"]}\''
        raise AnsibleActionFail(f"{ACCEPT_LOSS} must be a list of hosts by their names in the inventory: {example}")
    return [str(host) for host in found]


def _of_host(
    name: str, example: str, what: str, loader: DataLoader, task_vars: Mapping[str, Any]
) -> dict[str, list[str]]:
    found = _extra(name, f"authors of data must not decide {what}", loader, task_vars)
    if found is None:
        return {}
    if not isinstance(found, Mapping) or not all(
        isinstance(entries, list) and all(isinstance(entry, str) for entry in entries) for entries in found.values()
    ):
        shown = f'-e \'{{"{name}": {{"kafka1.example.org": ["{example}"]}}}}\''
        raise AnsibleActionFail(f"{name} must be a dictionary of host to a list: {shown}")
    return {str(host): [str(entry) for entry in entries] for host, entries in found.items()}


def _extra(name: str, reason: str, loader: DataLoader, task_vars: Mapping[str, Any]) -> Any:
    given = load_extra_vars(loader)
    if name in given:
        return given[name]
    if task_vars.get(name):
        raise AnsibleActionFail(
            f"{name} is set by the inventory or a playbook; it counts as an extra variable (-e) alone, since {reason}"
        )
    return None

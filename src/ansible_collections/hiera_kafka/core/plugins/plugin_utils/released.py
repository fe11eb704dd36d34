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
RELEASED_BY_PUPPET = "hiera_kafka_released_by_puppet"
"""Whether files that Puppet's list of resources has are no longer its own."""


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


def _extra(name: str, reason: str, loader: DataLoader, task_vars: Mapping[str, Any]) -> Any:
    given = load_extra_vars(loader)
    if name in given:
        return given[name]
    if task_vars.get(name):
        raise AnsibleActionFail(
            f"{name} is set by the inventory or a playbook; it counts as an extra variable (-e) alone, since {reason}"
        )
    return None

"""The hosts of the first play: all, once every inventory was read."""

from __future__ import annotations

DOCUMENTATION = r"""
name: every_host
short_description: All hosts, or an error where an inventory could not be read
version_added: 0.2.0
description:
  - Ansible goes on without an inventory that it cannot read, and a play without hosts is a success, unless
    C(ansible.cfg) has C(any_unparsed_is_failed). As the hosts of the first play this filter fails instead, whatever is
    configured.
options:
  _input:
    description: The variable C(groups).
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Check the data of every host
  hosts: "{{ groups | hiera_kafka.core.every_host }}"
  gather_facts: false
  tasks:
    - name: Compile and render every catalog
      hiera_kafka.core.validate:
      run_once: true
      delegate_to: localhost
"""

RETURN = r"""
_value:
  description: The pattern C(all).
  type: str
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ansible import context
from ansible.errors import AnsibleError, AnsibleFilterError

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.inventories import PACKAGE_MISSING, UNREAD

try:
    from hiera_kafka.bridge.inventory import require_read
    from hiera_kafka.errors import HieraKafkaError
except ImportError as error:
    raise AnsibleError(PACKAGE_MISSING) from error


def every_host(groups: Mapping[str, Any]) -> str:
    """Return the pattern of all hosts."""
    if context.CLIARGS.get("syntax"):  # which runs nothing, and needs no inventory
        return "all"
    try:
        require_read(groups["all"], UNREAD)
    except HieraKafkaError as error:
        raise AnsibleFilterError("\n" + error.render(str(Path.cwd()))) from error
    return "all"


class FilterModule:
    """Names the filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"every_host": every_host}

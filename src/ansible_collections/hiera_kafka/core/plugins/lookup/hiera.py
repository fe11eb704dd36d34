"""A Hiera lookup in the scope of the host that the template is for."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hiera
short_description: Look up a Hiera key for the current host
version_added: 0.1.0
description:
  - Returns what Puppet's C(lookup()) would return for the host.
  - A key that is not found is an error unless O(default) is given.
options:
  _terms:
    description: Keys; dotted keys dig into hashes and lists.
    required: true
  merge:
    description: Merge strategy that replaces the one in C(lookup_options).
    type: str
    choices: [first, unique, hash, deep]
  default:
    description: Value for keys that are not found.
    type: raw
"""

EXAMPLES = r"""
- name: Show the brokers of the host's cluster
  ansible.builtin.debug:
    msg: "{{ lookup('hiera_kafka.core.hiera', 'kafka_clusters') }}"
"""

RETURN = r"""
_list:
  description: One value a key.
  type: list
  elements: raw
"""

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from hiera_kafka.bridge.lookup import lookup
from hiera_kafka.errors import HieraKafkaError


class LookupModule(LookupBase):
    """Asks the package, in the scope of `inventory_hostname`."""

    def run(self, terms: list[str], variables: dict[str, Any] | None = None, **kwargs: Any) -> list[Any]:
        self.set_options(var_options=variables, direct=kwargs)
        variables = variables or {}
        options: dict[str, Any] = {"merge": self.get_option("merge")}
        if "default" in kwargs:
            options["default"] = kwargs["default"]
        try:
            inventory_file = str(variables["hiera_kafka_inventory_file"])
        except KeyError:
            raise AnsibleLookupError("the host is not from an inventory of the plugin hiera_kafka.core.hiera") from None
        host = str(variables["inventory_hostname"])
        try:
            return [lookup(inventory_file, host, str(term), **options) for term in terms]
        except HieraKafkaError as error:
            raise AnsibleLookupError("\n" + error.render(str(Path.cwd()))) from error

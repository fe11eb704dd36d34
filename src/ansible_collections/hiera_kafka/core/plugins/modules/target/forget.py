"""Removes records of services, or members from them."""

from __future__ import annotations

DOCUMENTATION = r"""
module: forget
short_description: Internal part of hiera_kafka.core.forget that runs on the managed node
version_added: 0.4.0
description:
  - Removes what the host remembers of services that were placed on it, or of a member of their clusters.
options:
  root:
    description: Directory that stands for the host's C(/), empty for C(/) itself.
    type: str
    default: ''
  host:
    description: Who is forgotten.
    type: str
    required: true
  services:
    description: Of which services; all if empty.
    type: list
    elements: str
    default: []
  here:
    description: Whether that is this host.
    type: bool
    required: true
extends_documentation_fragment: [hiera_kafka.core.internal]
attributes:
  check_mode:
    support: full
    description: Reports exactly what a run would do.
  diff_mode:
    support: none
    description: The result names what is forgotten.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
# Run by the action plugin hiera_kafka.core.forget.
"""

RETURN = r"""
# What hiera_kafka.core.forget returns.
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import forgetting
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import report


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "root": {"type": "str", "default": ""},
            "host": {"type": "str", "required": True},
            "services": {"type": "list", "elements": "str", "default": []},
            "here": {"type": "bool", "required": True},
        },
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        wanted = module.params
        found = forgetting.forget(
            wanted["root"], wanted["host"], wanted["services"], here=wanted["here"], check=module.check_mode
        )
        return {"changed": bool(found), "forgotten": found}

    report(module, work)


if __name__ == "__main__":
    main()

"""Looks at a host: everything that a run wants to know of it, in one call."""

from __future__ import annotations

DOCUMENTATION = r"""
module: look
short_description: Internal part of hiera_kafka.core.look that runs on the managed node
version_added: 0.3.0
description:
  - Answers one request with all that is to be known of a host, and changes nothing.
options:
  request:
    description:
      - The request, as JSON text. C(module_utils/look) says what it holds; nothing in it is secret.
      - It is long, and so kept out of the journal of the host.
    type: str
    required: true
extends_documentation_fragment: [hiera_kafka.core.internal]
attributes:
  check_mode:
    support: full
    description: Looks at the same.
  diff_mode:
    support: none
    description: Changes nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
# Run by the action plugin hiera_kafka.core.look.
"""

RETURN = r"""
answer:
  description: The answer, as C(module_utils/look) describes it.
  returned: success
  type: dict
"""

import json
from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils.look.look import look
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import report


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={"request": {"type": "str", "required": True, "no_log": True}},
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        return {"changed": False, "answer": look(json.loads(module.params["request"]))}

    report(module, work)


if __name__ == "__main__":
    main()

"""Looks at a host before it is touched: everything that a run wants to know of it, in one call."""

from __future__ import annotations

DOCUMENTATION = r"""
module: preflight
short_description: Internal part of hiera_kafka.core.preflight that runs on the managed node
version_added: 0.1.0
description:
  - Reads what is on the host and fails once, with everything that stands in the way.
  - Answers for each call that a run is going to make what it would return if it changed nothing.
options:
  request:
    description:
      - The request, as JSON text. C(module_utils/look/converged) says what it holds; nothing in it is secret.
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
# Run by the action plugin hiera_kafka.core.preflight, and by those that look again.
"""

RETURN = r"""
answer:
  description: The answer, as C(module_utils/look/converged) describes it.
  returned: success
  type: dict
"""

import json
from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils.look.converged import seen
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import report


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={"request": {"type": "str", "required": True, "no_log": True}},
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        return {"changed": False, "answer": seen(json.loads(module.params["request"]))}

    report(module, work)


if __name__ == "__main__":
    main()

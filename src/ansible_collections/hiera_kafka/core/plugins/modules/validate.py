"""Documentation of the action `validate`, which runs on the control node alone."""

from __future__ import annotations

DOCUMENTATION = r"""
module: validate
short_description: Compile and render every host on the control node
version_added: 0.1.0
description:
  - Compiles and renders the catalog of every host of the inventory and touches no host.
  - Fails with every error of the data at once, each at its file, line and column.
attributes:
  check_mode:
    support: full
    description: Changes nothing in any mode.
  diff_mode:
    support: none
    description: Compares nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: Compile and render every catalog
  hiera_kafka.core.validate:
  run_once: true
  delegate_to: localhost
"""

RETURN = r"""
hosts:
  description: The hosts that were compiled.
  returned: success
  type: list
  elements: str
diagnostics:
  description: Warnings, one text each.
  returned: success
  type: list
  elements: str
"""

"""Documentation of the action `look`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: look
short_description: Read what a host says of itself
version_added: 0.1.0
description:
  - Reads state, limits and files of the services that the data gives to the host, its clock, disks, addresses and
    ports, its Java and releases, in one call.
  - What is read follows from the data. No secret is read.
  - Changes nothing, and fails for nothing that is read.
attributes:
  check_mode:
    support: full
    description: Reads the same.
  diff_mode:
    support: none
    description: Changes nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: See what the host says of itself
  hiera_kafka.core.look:
  register: look
"""

RETURN = r"""
answer:
  description: What the host says, below C(facts). Its form changes without notice.
  returned: success
  type: dict
sent:
  description: The control node's clock before the host was asked, in seconds since 1970.
  returned: success
  type: float
received:
  description: The same after the host had answered.
  returned: success
  type: float
"""

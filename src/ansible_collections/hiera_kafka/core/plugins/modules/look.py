"""Documentation of the action `look`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: look
short_description: Ask a host what is compared with the data
version_added: 0.3.0
description:
  - Asks the host, in one call, for all that M(hiera_kafka.core.verify) compares with the data, such as its services,
    files, disks, ports and clock.
  - Changes nothing.
attributes:
  check_mode:
    support: full
    description: Asks the same in any mode.
  diff_mode:
    support: none
    description: Compares nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: Ask each host for its state
  hiera_kafka.core.look:
  register: verify_looked
"""

RETURN = r"""
answer:
  description: What the host says of itself.
  returned: success
  type: dict
asked:
  description: When it was asked, by the clock of the control node, in seconds since 1970.
  returned: success
  type: float
answered:
  description: When the answer was there, by the same clock.
  returned: success
  type: float
"""

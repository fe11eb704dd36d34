"""Documentation of the action `forget`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: forget
short_description: Have a host forget services and members that have left the data
version_added: 0.4.0
description:
  - Each host remembers what was placed on it, and the members of its clusters, so that what leaves the data is
    reported.
  - On the host that is named, removes these records. On others, removes that host from the members that they remember.
  - Touches records alone, never data, services or their files. What is still in the data is recorded anew by the
    next run.
options:
  host:
    description: Who is forgotten, by its name in the inventory. It need not be there any more.
    type: str
    required: true
  services:
    description: Of which services, such as C(kafka). Left out, all.
    type: list
    elements: str
    default: []
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
- name: Forget a broker that is gone for good
  hiera_kafka.core.forget:
    host: kafka9.example.org
"""

RETURN = r"""
forgotten:
  description: Records that were removed, and members with the records that they were removed from.
  returned: success
  type: list
  elements: str
  sample: ["/var/lib/hiera-kafka/placed/kafka.json: kafka9.example.org"]
"""

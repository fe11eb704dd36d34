"""Documentation of the action `verify`, which runs on the control node alone."""

from __future__ import annotations

DOCUMENTATION = r"""
module: verify
short_description: Check whether hosts and clusters are what the data says, and work
version_added: 0.3.0
description:
  - Makes the checks of C(hiera-kafka verify) and prints their report.
  - Hosts must have been asked before by M(hiera_kafka.core.look); brokers are asked here.
  - Fails where something is critical. Only what concerns hosts of the play is reported.
options:
  looked:
    description: Name of the variable that M(hiera_kafka.core.look) was registered as on each host of the play.
    type: str
    required: true
  only:
    description: Ids of checks, or shell patterns of ids. None are all.
    type: list
    elements: str
    default: []
  skip:
    description: Those that are left out.
    type: list
    elements: str
    default: []
  canary:
    description:
      - Whether to write records to a topic of each cluster and to read them again, or to none.
      - Without it, this is done for clusters whose data declares a canary; in check mode for none.
    type: bool
  strict:
    description: Whether warnings, and what could not be seen, fail as well.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
    description: Makes the same checks, without the canary.
  diff_mode:
    support: none
    description: Compares nothing that would be changed.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: Ask each host for its state
  hiera_kafka.core.look:
  register: verify_looked

- name: Compare hosts and clusters with the data
  hiera_kafka.core.verify:
    looked: verify_looked
    only: ["host*"]
    skip: [host-disk, host-files]
  run_once: true
  delegate_to: localhost
"""

RETURN = r"""
text:
  description: The report as it was printed.
  returned: always
  type: str
status:
  description: The worst of all results, C(ok), C(warning), C(unknown) or C(critical).
  returned: always
  type: str
summary:
  description: How many results are of each status.
  returned: always
  type: dict
results:
  description: Every result, as C(hiera-kafka verify --format json) has it.
  returned: always
  type: list
  elements: dict
"""

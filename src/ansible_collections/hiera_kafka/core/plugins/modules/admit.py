"""Documentation of the action `admit`, which runs on the control node alone."""

from __future__ import annotations

DOCUMENTATION = r"""
module: admit
short_description: Decide whether a run may touch hosts
version_added: 0.1.0
description:
  - Fails for all hosts where M(hiera_kafka.core.preflight) refused one of them, so that no cluster is changed in part.
  - Lets a run go on without the hosts that cannot be reached.
  - Refuses that where an ensemble would begin without one of its members, which may be the one that holds the data.
  - Refuses a run in which members of an ensemble with empty disks could outvote those with data, and one in which an
    ensemble holds nothing while brokers hold data.
  - The extra variable C(hiera_kafka_accept_loss), a list of hosts, gives up what these hosts hold or have lost.
options:
  looked:
    description: Host to what M(hiera_kafka.core.preflight) returned there.
    type: dict
    required: true
attributes:
  check_mode:
    support: full
    description: Decides the same.
  diff_mode:
    support: none
    description: Compares nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: Look for what must not be, or would fail later
  hiera_kafka.core.preflight:
  register: seen

- name: Go on where nothing stands in the way on any host
  hiera_kafka.core.admit:
    looked: "{{ dict(ansible_play_hosts_all | zip(ansible_play_hosts_all | map('extract', hostvars, 'seen'))) }}"
  run_once: true
  delegate_to: localhost
"""

RETURN = r"""
without:
  description: Hosts that the run goes on without.
  returned: success
  type: list
  elements: str
"""

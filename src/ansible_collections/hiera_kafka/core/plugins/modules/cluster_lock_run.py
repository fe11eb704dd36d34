"""Documentation of the action `cluster_lock_run`, which runs on the control node alone."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cluster_lock_run
short_description: Describe a run that locks clusters
version_added: 0.1.0
description:
  - Says who the run is, which locks it needs and who grants them, for M(hiera_kafka.core.cluster_lock) and
    M(hiera_kafka.core.cluster_lock_verdict).
  - Members follow from the data, and not from C(--limit).
options:
  services:
    description:
      - A list of role and host for each service that the run works on.
      - Hosts without the role are left out.
    type: list
    elements: raw
    required: true
  reason:
    description: What the run does, for others who meet its lock.
    type: str
    required: true
  seconds:
    description: How long the lock counts after it was last renewed; longer than the longest wait between two renewals.
    type: float
    required: true
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
- name: Describe a run that works on the brokers of the play
  hiera_kafka.core.cluster_lock_run:
    services: "{{ ['kafka_broker'] | product(ansible_play_hosts) }}"
    reason: upgrade to 3.9
    seconds: 2700
  run_once: true
  delegate_to: localhost
  register: described
"""

RETURN = r"""
lock:
  description:
    - C(run), C(owner), C(reason), C(since), C(process), C(seconds), C(locks) and C(hosts), all members in the order in
      which they are asked.
  returned: success
  type: dict
"""

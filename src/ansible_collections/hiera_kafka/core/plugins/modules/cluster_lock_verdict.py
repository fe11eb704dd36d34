"""Documentation of the action `cluster_lock_verdict`, which runs on the control node alone."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cluster_lock_verdict
short_description: Say whether a run holds the locks of its clusters
version_added: 0.1.0
description:
  - Counts what the members of each cluster answered to M(hiera_kafka.core.cluster_lock).
  - A run holds a lock when more than half of the members granted it, and none that answers knows of another run at
    work.
options:
  run:
    description: What M(hiera_kafka.core.cluster_lock_run) returned as C(lock).
    type: dict
    required: true
  state:
    description: What the members were asked for.
    type: str
    choices: [shown, held, renewed]
    required: true
  results:
    description: The results of the loop over C(run.hosts).
    type: list
    elements: dict
    required: true
  take_over:
    description: Runs that may be taken over.
    type: list
    elements: str
    default: []
  command:
    description: What a person adds the name of a run to, to name it.
    type: str
    default: ''
  at_work:
    description: Whether only a run that may be at work is in the way, and not even that if C(take_over) names it.
    type: bool
    default: false
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
- name: Describe this run
  hiera_kafka.core.cluster_lock_run:
    services: "{{ ['zookeeper'] | product(ansible_play_hosts) }}"
    reason: upgrade
    seconds: 60
  run_once: true
  delegate_to: localhost
  register: described

- name: Ask every member of the cluster who has its lock
  hiera_kafka.core.cluster_lock:
    run: "{{ described.lock }}"
    state: shown
  loop: "{{ described.lock.hosts }}"
  delegate_to: "{{ item }}"
  run_once: true
  register: answers

- name: Count the answers
  hiera_kafka.core.cluster_lock_verdict:
    run: "{{ described.lock }}"
    state: shown
    results: "{{ answers.results }}"
  run_once: true
  delegate_to: localhost
"""

RETURN = r"""
refused:
  description: Why the run may not go on, as text; empty where it may.
  returned: success
  type: str
ended:
  description: Those of C(take_over) that were runs of this user on this machine whose process has ended.
  returned: success
  type: list
  elements: str
at:
  description: When the answers were counted, in seconds since 1970 by the clock of the control node.
  returned: success
  type: float
"""

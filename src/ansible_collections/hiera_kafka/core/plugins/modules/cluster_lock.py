"""Documentation of the action `cluster_lock`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cluster_lock
short_description: Take, renew, look at or release a host's part of the lock of a cluster
version_added: 0.1.0
description:
  - One run at a time may work on a cluster. It holds the lock of the cluster while it has leases on more than half of
    the cluster's hosts; this module is about the leases of one host.
  - A lease ends by the clock of the host that gave it, so that clocks of control nodes do not matter.
  - A playbook delegates to each member of the clusters in turn, as C(playbooks/tasks/cluster_lock.yml) does.
    M(hiera_kafka.core.cluster_lock_run) describes the run, and M(hiera_kafka.core.cluster_lock_verdict) counts the
    answers.
  - A host that does not answer returns RV(msg) and no RV(leases), and the task does not fail.
options:
  run:
    description: The run, as M(hiera_kafka.core.cluster_lock_run) returns it in C(lock).
    type: dict
    required: true
  state:
    description:
      - V(shown) reports the leases on the host and changes nothing.
      - V(held) asks for leases, V(renewed) for more time for a run that holds the lock, V(released) gives them back.
    type: str
    choices: [shown, held, renewed, released]
    required: true
  take_over:
    description: Runs whose lease is taken over where it has ended.
    type: list
    elements: str
    default: []
  ended:
    description: Runs whose lease is taken over in any case, since the caller has proof that their process has ended.
    type: list
    elements: str
    default: []
attributes:
  check_mode:
    support: full
    description: Reports the leases on the host, as O(state=shown) does.
  diff_mode:
    support: none
    description: A lease has no lines to compare.
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

- name: Ask every member of the cluster
  hiera_kafka.core.cluster_lock:
    run: "{{ described.lock }}"
    state: held
  loop: "{{ described.lock.hosts }}"
  delegate_to: "{{ item }}"
  run_once: true

- name: Give back what they granted
  hiera_kafka.core.cluster_lock:
    run: "{{ described.lock }}"
    state: released
  loop: "{{ described.lock.hosts }}"
  delegate_to: "{{ item }}"
  run_once: true
"""

RETURN = r"""
leases:
  description:
    - Name of each lock to what was C(found) (C(free), C(own), C(own-ended), C(other), C(other-ended), C(unreadable), or
      C(newer) where a later release has set the host up), whether the run has a lease now (C(granted)), the C(lease)
      that was found and for how many seconds it counted (C(left)).
  returned: success
  type: dict
taken:
  description: Whether a lease of another run stands in the way and still counts.
  returned: success
  type: bool
msg:
  description: Why the host answered nothing.
  returned: when the host does not answer, or cannot
  type: str
"""

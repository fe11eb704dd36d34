"""Documentation of the action `roll_plan`, which runs on the control node alone."""

from __future__ import annotations

DOCUMENTATION = r"""
module: roll_plan
short_description: Say what a rolling restart will do
version_added: 0.1.0
description:
  - Prints which services are restarted, in which order and why, and what stands in the way.
  - A service that leads at that moment comes last; the roll itself looks again, since leaders move.
options:
  observed:
    description:
      - Name of the variable that M(hiera_kafka.core.roll_observe) was registered as, in a loop over sections, on
        each host of the play.
    type: str
    required: true
  command:
    description: The command that does it.
    type: str
    required: true
  refuse:
    description: Whether to fail where something stands in the way.
    type: bool
    required: true
  locked:
    description: Who holds a lock of the clusters, as text; it is printed with the plan.
    type: str
    default: ''
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
- name: See what runs with which files, and whether it may be stopped
  hiera_kafka.core.roll_observe:
    section: "{{ item }}"
  loop: [zookeeper, kafka_broker]
  register: roll_observed

- name: Say what will be restarted
  hiera_kafka.core.roll_plan:
    observed: roll_observed
    command: ansible-playbook playbooks/roll_restart.yml -i inventories/three
    refuse: false
  run_once: true
  delegate_to: localhost
"""

RETURN = r"""
text:
  description: The plan as it was printed.
  returned: always
  type: str
restarts:
  description: Role and host of each restart, in order.
  returned: always
  type: list
  elements: list
  sample: [[zookeeper, k1.example.org], [kafka_broker, k1.example.org]]
mirrors:
  description: Host to the services of mirrors that are restarted there, in order.
  returned: always
  type: dict
blockers:
  description: What stands in the way, as text.
  returned: always
  type: list
  elements: str
"""

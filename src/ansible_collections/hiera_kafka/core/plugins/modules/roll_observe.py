"""Documentation of the action `roll_observe`, which runs other modules on hosts."""

from __future__ import annotations

DOCUMENTATION = r"""
module: roll_observe
short_description: See whether services have a restart pending, and may be stopped
version_added: 0.1.0
description:
  - Looks at the services of one section of a host. Nothing is started or stopped, whatever mode the run has.
  - Where one of them is to be restarted and others need it, asks its gate whether it may be stopped.
  - What stands in the way is returned and fails nothing; M(hiera_kafka.core.roll_plan) takes what all hosts returned.
options:
  restart_all:
    description: Whether also services are to be restarted that have no restart pending.
    type: bool
    default: false
  timeout:
    description: Seconds to wait for what stands in the way to go away; 0 looks once.
    type: int
    default: 300
  allow_outage:
    description: Whether stopping this one may take partitions or the ensemble out of service in any case.
    type: bool
    default: false
extends_documentation_fragment: [hiera_kafka.core.section]
attributes:
  check_mode:
    support: full
    description: Looks as always.
  diff_mode:
    support: none
    description: Changes nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: See what runs with which files, and whether it may be stopped
  hiera_kafka.core.roll_observe:
    section: "{{ item }}"
  loop: [zookeeper, kafka_broker]
  register: roll_observed
"""

RETURN = r"""
observed:
  description: What was observed of the section.
  returned: success
  type: dict
  contains:
    section:
      description: The role.
      type: str
    restart_all:
      description: Whether also services are to be restarted that have no restart pending.
      type: bool
    services:
      description: Each service of the section, with C(name) and C(pid), which is null when it does not run.
      type: list
      elements: dict
    restart_pending:
      description: Each service that was started with other files than those on disk, with C(service) and C(files).
      type: list
      elements: dict
    gate:
      description: What the gate answered, with C(leads), C(blockers) and C(accepted), where it was asked.
      type: dict
"""

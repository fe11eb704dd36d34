"""Documentation of the action `service_report`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: service_report
short_description: Report the state of one role's services, and the last errors of their logs
version_added: 0.1.0
description:
  - Looks at the services of the section and at the ends of their logs, and changes nothing.
  - What follows a word for secrets is left out of what it returns.
options:
  errors:
    description: How many errors of each service are returned at most.
    type: int
    default: 3
extends_documentation_fragment: [hiera_kafka.core.section]
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
- name: Look at ZooKeeper and the last error that it logged
  hiera_kafka.core.service_report:
    section: zookeeper
    errors: 1
"""

RETURN = r"""
services:
  description: The services, in the order in which they were named.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Its name.
      type: str
    state:
      description: Stopped, starting, running, stopping or failed, in small letters.
      type: str
    detail:
      description: The service manager's own words.
      type: str
    pid:
      description: Its main process, null when it does not run.
      type: int
    since:
      description: When that was started, in seconds since 1970, null when it does not run.
      type: float
    errors:
      description: Its last errors, oldest first, each with C(at), as its log has the time, or null, and C(text).
      type: list
      elements: dict
    unreadable:
      description: Logs that cannot be read, and why.
      type: list
      elements: str
"""

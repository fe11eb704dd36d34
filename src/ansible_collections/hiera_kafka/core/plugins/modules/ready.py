"""Documentation of the action `ready`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: ready
short_description: Wait until ZooKeeper, Kafka and mirrors answer for themselves
version_added: 0.1.0
description:
  - Asks ZooKeeper whether it serves, a Kafka broker which brokers are registered, and the cluster that has the group of
    a mirror who is in it, until what the data says is seen.
  - Waits for the hosts of this run only; members of the cluster that C(--limit) leaves out are named in a warning.
  - A mirror whose source does not answer is no failure but a warning, since it waits for its source by itself. One that
    has a restart pending is not waited for.
  - Fails at once, with the last lines of the log, when the process manager has given the service up.
  - Notes in the host's records what the data directories of the services say of themselves, and changes nothing else.
    In a check run nothing is asked, since nothing was started.
options:
  timeout:
    description: Seconds to wait for all services of the section together.
    type: int
    default: 120
  only:
    description: Names of the services that are waited for. Left out, all services of the section.
    type: list
    elements: str
extends_documentation_fragment: [hiera_kafka.core.section]
attributes:
  check_mode:
    support: full
    description: Asks nothing.
  diff_mode:
    support: none
    description: Changes nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: Wait until ZooKeeper serves
  hiera_kafka.core.ready:
    section: zookeeper
    timeout: 60
"""

RETURN = r"""
observed:
  description: Service to what was seen of it last.
  returned: success
  type: dict
  sample: {kafka: 'lists the brokers 1, 2, 3'}
not_waited_for:
  description: Members of the host's cluster that are not in this run.
  returned: success
  type: list
  elements: str
"""

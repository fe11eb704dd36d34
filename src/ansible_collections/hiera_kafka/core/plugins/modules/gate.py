"""Documentation of the action `gate`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: gate
short_description: Let a restart go on only while ZooKeeper and Kafka keep serving
version_added: 0.1.0
description:
  - Before a stop, asks every member of the ensemble, or every broker, whether the service goes on without this one.
  - After a start, waits until this one is back and has all that it missed.
  - Looks again until nothing stands in the way or the time is over, then fails with what stands in the way.
  - Changes nothing, in a check run neither.
options:
  phase:
    description: Whether the service is about to be stopped, or was started again.
    type: str
    choices: [before, after]
    required: true
  timeout:
    description: Seconds to wait for what stands in the way to go away; 0 looks once.
    type: int
    default: 300
  allow_outage:
    description: Whether to go on where stopping this one takes partitions or the ensemble out of service in any case.
    type: bool
    default: false
  refuse:
    description: Whether to fail where something stands in the way; without, it is in RV(blockers).
    type: bool
    default: true
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
- name: Look once whether ZooKeeper may be stopped, and accept that clients have to wait
  hiera_kafka.core.gate:
    section: zookeeper
    phase: before
    timeout: 0
    allow_outage: true

- name: Wait until ZooKeeper is back in its ensemble after a restart
  hiera_kafka.core.gate:
    section: zookeeper
    phase: after
"""

RETURN = r"""
leads:
  description: Whether this member leads the ensemble, or this broker is the Kafka controller.
  returned: success
  type: bool
observed:
  description: The ensemble or cluster in one line.
  returned: success
  type: str
  sample: 3 of 3 brokers answer, Kafka controller 2, 57 partitions, none under-replicated
blockers:
  description: What stands in the way, as text; empty unless O(refuse=false).
  returned: success
  type: list
  elements: str
accepted:
  description: The outage that O(allow_outage) accepts, empty where there is none.
  returned: success
  type: list
  elements: str
"""

"""Documentation of the action `preflight`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: preflight
short_description: Check a host before it is touched
version_added: 0.1.0
description:
  - Reads what is on the host and fails once, with everything that stands in the way of any of its roles.
  - Refuses changes of an initialised ensemble's members, of its ids, and of a broker's id.
  - Refuses a Kafka or ZooKeeper that is somebody else's, running or by its data, and files that Puppet manages.
  - Where a broker does not run and ZooKeeper serves, refuses what M(hiera_kafka.core.service) would refuse to start.
  - Checks that ports are free or the service's own, that Java runs, and that there is space on disk.
  - What is checked follows from the data.
  - Warns where the clock of the host differs from that of the control node, and of services of mirrors that the data no
    longer has.
  - Changes nothing. M(hiera_kafka.core.admit) decides by what it returns.
attributes:
  check_mode:
    support: full
    description: Checks the same.
  diff_mode:
    support: none
    description: Changes nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: Look for what must not be, or would fail later
  hiera_kafka.core.preflight:
"""

RETURN = r"""
java_found:
  description: Whether the Java of the services is there.
  returned: success
  type: bool
initialised:
  description: Whether the host holds data of a ZooKeeper.
  returned: success
  type: bool
cluster_ids:
  description: Kafka clusters that the data on the host belongs to, by the ids that the brokers wrote.
  returned: success
  type: list
  elements: str
kafka_used:
  description: Whether a broker has run on the data directories of the host.
  returned: success
  type: bool
zookeeper_transactions:
  description: Whether the directories of ZooKeeper hold a transaction, null where the host is no member of an ensemble.
  returned: success
  type: bool
left_members:
  description:
    - Members of the host's clusters that the data has no longer, by what the host remembers.
  returned: success
  type: list
  elements: dict
machine:
  description: What no two hosts have in common, by which two names of one are found.
  returned: success
  type: str
left_over:
  description: Services of mirrors that the data no longer has, with state and process; they are left alone.
  returned: success
  type: list
  elements: dict
  sample: [{service: kafka-mirror-a_to_b@0, state: running, pid: 4711}]
states:
  description: Service to its state.
  returned: success
  type: dict
  sample: {kafka: running}
"""

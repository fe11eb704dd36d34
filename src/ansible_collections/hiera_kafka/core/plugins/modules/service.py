"""Documentation of the action `service`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: service
short_description: Start or stop the services of one role, never restart them
version_added: 0.1.0
description:
  - Starts each service of the section that does not run, or stops each that does, with systemd or supervisor, in the
    order of the catalog.
  - Before a broker is started, its disks are compared with what ZooKeeper has of its cluster. Where the metadata is
    gone or of another cluster, or the broker is the last in-sync replica of a partition that its disks do not hold,
    it is not started. The extra variable C(hiera_kafka_accept_loss), a list of hosts, gives up such partitions.
  - A running service is never restarted, also when its definition has changed; that is reported as restart pending.
options:
  state:
    description: Whether the services shall run.
    type: str
    choices: [started, stopped]
    default: started
  only:
    description: Names of the services that are meant. Left out, all services of the section.
    type: list
    elements: str
  lock_run:
    description:
      - Name of the run that stops the services, as M(hiera_kafka.core.cluster_lock_run) returns it in C(lock.run).
      - The host then refuses to stop a service unless the run has a lease of the cluster's lock that counts for as long
        as the stop may take.
    type: str
extends_documentation_fragment: [hiera_kafka.core.section]
attributes:
  check_mode:
    support: full
    description: Reports exactly what a run would do.
  diff_mode:
    support: none
    description: A state has no lines to compare.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: Stop ZooKeeper
  hiera_kafka.core.service:
    section: zookeeper
    state: stopped

- name: Start ZooKeeper where it does not run
  hiera_kafka.core.service:
    section: zookeeper
"""

RETURN = r"""
services:
  description: The services, in the order of the catalog.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the unit without ending, or of the program.
      type: str
    pid:
      description: Its main process, null when it does not run.
      type: int
restart_pending:
  description: Services that were started with other files than are on disk now.
  returned: success
  type: list
  elements: dict
  sample: [{service: zookeeper, files: [/etc/zookeeper/conf/zoo.cfg]}]
restart_unknown:
  description:
    - Those that are in a crash loop, with how often they were started in the last ten minutes.
    - The next start takes the files on disk; where one stays up instead, a restart is pending.
  returned: success
  type: list
  elements: dict
  sample: [{service: kafka, files: [/etc/kafka/server.properties], starts: 3}]
"""

"""Documentation of the action `bundle`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: bundle
short_description: Apply one role's section of a host's catalog
version_added: 0.1.0
description:
  - Renders the section on the control node, sends it as one file, compares users, directories, files, links and service
    definitions of the host with it, and corrects the differences.
  - Files are replaced as a whole, so a run that is killed leaves whole old or whole new files.
  - Never restarts a service. Where a running service was started with other files, that is reported as restart pending.
  - A directory that belongs to another user and is not empty is refused, unless the extra variable
    C(hiera_kafka_take_over) (C(-e), a dictionary of absolute path to present owner) names it. The variable counts as an
    extra variable alone, so that no data can name a directory.
  - No link is followed that somebody other than root (or, where that is not root, the calling user) could have made.
extends_documentation_fragment: [hiera_kafka.core.section]
attributes:
  check_mode:
    support: full
    description: Reports exactly what a run would do.
  diff_mode:
    support: full
    description: Shows every change; what may be secret is masked.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: Apply the section of ZooKeeper
  hiera_kafka.core.bundle:
    section: zookeeper
"""

RETURN = r"""
resources:
  description: Every resource of the section with what happened to it.
  returned: success
  type: list
  elements: dict
  sample: [{kind: file, name: /etc/zookeeper/conf/zoo.cfg, action: created}]
restart_pending:
  description: Running services that were started with other files than are on disk now.
  returned: success
  type: list
  elements: dict
  sample: [{service: kafka, files: [/etc/kafka/server.properties]}]
upgrade_pending:
  description: Files that are written once, and differ from the data; C(has) and C(wants) are the lines that differ.
  returned: success
  type: list
  elements: dict
  sample: [{path: /etc/kafka/release.env, has: ['VERSION="3.9.1"'], wants: ['VERSION="3.9.2"']}]
"""

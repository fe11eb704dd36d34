"""Documentation of the action `artifact`."""

from __future__ import annotations

DOCUMENTATION = r"""
module: artifact
short_description: Install the Kafka release of one role in its versioned directory
version_added: 0.1.0
description:
  - Checks the release by its digest, unpacks it beside the directory, checks every file, and renames it into place.
  - A run that is killed leaves no directory or the whole one. A directory that a process runs from is never replaced.
  - The host is asked first, and a release that it has is not sent. Releases come from the control node's cache, into
    which M(hiera_kafka.core.fetch) brings them.
extends_documentation_fragment: [hiera_kafka.core.section]
attributes:
  check_mode:
    support: full
    description: Reports whether it would be installed.
  diff_mode:
    support: none
    description: A release has no lines to compare.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: Install the Kafka release that brings ZooKeeper
  hiera_kafka.core.artifact:
    section: zookeeper
"""

RETURN = r"""
msg:
  description: That a run would fetch and unpack the release.
  returned: in check mode, while the release is not in the cache of the control node
  type: str
"""

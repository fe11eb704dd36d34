"""The option `section`, which actions on one role of a host share."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by `extends_documentation_fragment: hiera_kafka.core.section`."""

    DOCUMENTATION = r"""
options:
  section:
    description:
      - Role whose section of the host's catalog is meant, such as V(zookeeper), V(kafka_broker) or V(kafka_mirror).
      - C(hiera-kafka catalog HOST) shows the sections of a host.
    type: str
    required: true
"""

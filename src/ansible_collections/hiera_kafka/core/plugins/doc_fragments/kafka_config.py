"""What the lookup and the filter `kafka_config` have in common."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by `extends_documentation_fragment: hiera_kafka.core.kafka_config`."""

    DOCUMENTATION = r"""
description:
  - Returns what the function C(kafka_config) of Wikimedia's Puppet returns for the host.
  - A name that is no key of C(kafka_clusters) is a prefix. C(main) means C(main-SITE), and C(main-PROJECT) in the realm
    C(labs).
options:
  site:
    description: Site for prefixes. Left out, it is the host's own.
    type: str
"""

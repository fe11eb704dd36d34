"""Documentation of the action `fetch`, which runs on the control node alone."""

from __future__ import annotations

DOCUMENTATION = r"""
module: fetch
short_description: Have the Kafka releases at hand that the inventory needs
version_added: 0.1.0
description:
  - Fetches every Kafka release that a host of the inventory needs into the control node's cache, and checks it.
  - What is in the cache already is not fetched again.
attributes:
  check_mode:
    support: full
    description: Fetches nothing.
  diff_mode:
    support: none
    description: Compares nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
- name: Fetch the Kafka releases that the data names
  hiera_kafka.core.fetch:
  run_once: true
  delegate_to: localhost
"""

RETURN = r"""
releases:
  description: Version, source and path of each release.
  returned: success
  type: list
  elements: dict
"""

"""Waits until services answer."""

from __future__ import annotations

DOCUMENTATION = r"""
module: ready
short_description: Wait until ZooKeeper and Kafka answer for themselves
version_added: 0.1.0
description:
  - Asks ZooKeeper whether it serves, and a Kafka broker which brokers are registered, until what is expected is seen.
  - Fails at once, with the last lines of the log, when the process manager has given the service up.
  - Changes nothing. In a check run nothing is asked, since nothing was started.
options:
  checks:
    description: What must be seen.
    type: list
    elements: dict
    required: true
    suboptions:
      kind:
        description: What the service is.
        type: str
        choices: [zookeeper, kafka]
        required: true
      service:
        description: Name of the unit without ending, or of the program.
        type: str
        required: true
      address:
        description: Address of the service on this host.
        type: str
        required: true
      port:
        description: Port that is asked.
        type: int
        required: true
      own:
        description: Id of this member or broker.
        type: int
        required: true
      members:
        description: Host to id of everyone in the same cluster.
        type: dict
        default: {}
      expect:
        description: Ids of the brokers that must be registered, beside C(own).
        type: list
        elements: int
        default: []
      quorum:
        description: Whether ZooKeeper must serve; without, any answer is enough.
        type: bool
        default: true
  service_manager:
    description: Who keeps the services of this host running.
    type: str
    choices: [systemd, supervisor]
    required: true
  root:
    description: Directory that stands for the host's C(/), empty for C(/) itself.
    type: str
    default: ''
  log:
    description: File that takes what the services print.
    type: path
  log_lines:
    description: How many of its last lines an error shows.
    type: int
    default: 20
  timeout:
    description: Seconds to wait for all checks together.
    type: int
    default: 120
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
- name: Wait until the broker and its peers are registered
  hiera_kafka.core.ready:
    service_manager: systemd
    log: /var/log/kafka/kafka.log
    checks:
      - {kind: kafka, service: kafka, address: 10.0.0.1, port: 9092, own: 1, expect: [1, 2, 3]}
"""

RETURN = r"""
observed:
  description: Service to what was seen of it last.
  returned: success
  type: dict
  sample: {kafka: 'lists the brokers 1, 2, 3'}
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils import readiness
from ansible_collections.hiera_kafka.core.plugins.module_utils.managers import NAMES, manager_for
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import report

_CHECK = {
    "kind": {"type": "str", "choices": ["zookeeper", "kafka"], "required": True},
    "service": {"type": "str", "required": True},
    "address": {"type": "str", "required": True},
    "port": {"type": "int", "required": True},
    "own": {"type": "int", "required": True},
    "members": {"type": "dict", "default": {}},
    "expect": {"type": "list", "elements": "int", "default": []},
    "quorum": {"type": "bool", "default": True},
}


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "checks": {"type": "list", "elements": "dict", "required": True, "options": _CHECK},
            "service_manager": {"type": "str", "choices": list(NAMES), "required": True},
            "root": {"type": "str", "default": ""},
            "log": {"type": "path"},
            "log_lines": {"type": "int", "default": 20},
            "timeout": {"type": "int", "default": 120},
        },
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        wanted = module.params
        if module.check_mode:
            return {"changed": False, "observed": {}}
        checks = [readiness.Check.of(entry) for entry in wanted["checks"]]
        observed = readiness.wait(
            checks,
            manager_for(wanted["service_manager"], wanted["root"]),
            log=wanted["log"],
            log_lines=wanted["log_lines"],
            timeout_s=wanted["timeout"],
        )
        for text in (text for check in checks for text in readiness.strangers(check)):
            module.warn(text)
        return {"changed": False, "observed": observed}

    report(module, work)


if __name__ == "__main__":
    main()

"""Waits until services answer."""

from __future__ import annotations

DOCUMENTATION = r"""
module: ready
short_description: Internal part of hiera_kafka.core.ready that runs on the managed node
version_added: 0.1.0
description:
  - Asks services, and Kafka for the groups of mirrors, until what is expected is seen.
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
        choices: [zookeeper, kafka, kafka-mirror]
        required: true
      service:
        description: Name of the unit without ending, or of the program.
        type: str
        required: true
      address:
        description: Address of the service on this host; needed unless it is a mirror.
        type: str
      port:
        description: Port that is asked; needed unless it is a mirror.
        type: int
      own:
        description: Id of this member or broker, or number of this process of a mirror.
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
      log:
        description: File that takes what the service prints.
        type: path
      group:
        description: Group that the processes of a mirror form.
        type: str
      engine:
        description: Which MirrorMaker a mirror is.
        type: int
        choices: [1, 2]
      client:
        description: Name that the process has in the group; empty where MirrorMaker gives the same one to all.
        type: str
        default: ''
      brokers:
        description: C(host:port) of every broker of the cluster that has the group.
        type: list
        elements: str
        default: []
      sources:
        description: C(host:port) of every broker that a mirror reads from.
        type: list
        elements: str
        default: []
      everywhere:
        description: How many members the group has when the mirror runs on all hosts of the run as the data says.
        type: int
        default: 1
      processes:
        description: The services of this host that are in the group, when the data that they run with is that of now.
        type: list
        elements: dict
        default: []
        suboptions:
          service:
            description: Its name.
            type: str
            required: true
          record_file:
            description: File with the digests that were noted when it was started.
            type: path
            required: true
          records:
            description: Files whose digests must be in the record.
            type: list
            elements: path
            default: []
  log_lines:
    description: How many of its last lines an error shows.
    type: int
    default: 20
  timeout:
    description: Seconds to wait for all checks together.
    type: int
    default: 120
extends_documentation_fragment: [hiera_kafka.core.service_manager, hiera_kafka.core.turns, hiera_kafka.core.internal]
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
# Run by the action plugin hiera_kafka.core.ready.
"""

RETURN = r"""
# What hiera_kafka.core.ready returns.
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import locks, placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import report
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness import registry, waiting
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import turns
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.factory import MANAGER_ARGUMENTS, manager_for


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **MANAGER_ARGUMENTS,
            "checks": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": registry.options(),
                "required_if": registry.needed(),
            },
            "log_lines": {"type": "int", "default": 20},
            "timeout": {"type": "int", "default": 120},
            **turns.ARGUMENTS,
        },
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        wanted = module.params
        if module.check_mode:
            return {"changed": False, "observed": {}}
        wanted_checks = [registry.check_of(entry) for entry in wanted["checks"]]
        outcome = waiting.wait(
            wanted_checks,
            manager_for(wanted["service_manager"], wanted["root"]),
            log_lines=wanted["log_lines"],
            turn=turns.Turn.of(wanted),
        )
        if isinstance(outcome, turns.Waiting):
            return outcome.to_dict()
        with locks.held(wanted["root"]):
            for check in wanted_checks:
                placed.note(wanted["root"], check.service)
        for text in (*outcome.warnings, *waiting.strangers(wanted_checks)):
            module.warn(text)
        return {"changed": False, "observed": outcome.observed}

    report(module, work)


if __name__ == "__main__":
    main()

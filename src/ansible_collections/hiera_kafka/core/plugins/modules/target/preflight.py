"""Checks a host before it is touched."""

from __future__ import annotations

DOCUMENTATION = r"""
module: preflight
short_description: Internal part of hiera_kafka.core.preflight that runs on the managed node
version_added: 0.1.0
description:
  - Reads what is on the host and fails once, with everything that stands in the way.
options:
  guards:
    description: Facts on disk that must not change once there is data.
    type: list
    elements: dict
    default: []
    suboptions:
      kind:
        description: What is guarded.
        type: str
        choices: [zookeeper-members, zookeeper-myid, kafka-broker-id, kafka-data, zookeeper-data]
        required: true
      directories:
        description: Data directories.
        type: list
        elements: path
        required: true
      file:
        description: Where the present value is written.
        type: path
        required: true
      expected:
        description: What the data says; for members one C(id=address) an entry, for data directories the service.
        type: list
        elements: str
        required: true
      where:
        description: File, line and column of the data.
        type: str
  ports:
    description: TCP ports that services of this host listen on.
    type: list
    elements: dict
    default: []
    suboptions:
      address:
        description: Address that the service binds to, null for all of them.
        type: str
      port:
        description: The port.
        type: int
        required: true
      service:
        description: Whose it is.
        type: str
        required: true
      purpose:
        description: What it is for.
        type: str
        required: true
  managed:
    description: What a run writes, as Puppet names resources, such as C(file[/etc/kafka/server.properties]).
    type: list
    elements: str
    default: []
  take_over:
    description: Data directories of somebody else that may be taken over, path to present owner.
    type: dict
    default: {}
  released_by_puppet:
    description: Whether the list of what Puppet manages does not count.
    type: bool
    default: false
  services:
    description: Services whose state is returned.
    type: list
    elements: str
    default: []
  families:
    description: What names of services begin with that are ours, whether or not C(services) has them.
    type: list
    elements: str
    default: []
  java_home:
    description: JAVA_HOME of the services; unset checks no Java.
    type: path
  java_user:
    description:
      - User that Java is run as where O(service_manager) is V(systemd); V(nobody) while there is no such user.
      - It is not run at all when another than root could have put it there.
    type: str
    default: nobody
  java_required:
    description: Whether it is a fault that there is no Java; it is none where the role C(java) installs one.
    type: bool
    default: true
  java_minimum:
    description: Lowest major version; 0 takes any.
    type: int
    default: 0
  disk:
    description: What is going to be written; directories that hold something already need no further space.
    type: list
    elements: dict
    default: []
    suboptions:
      path:
        description: Where.
        type: path
        required: true
      needed_bytes:
        description: How much.
        type: int
        required: true
extends_documentation_fragment: [hiera_kafka.core.service_manager, hiera_kafka.core.internal]
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
# Run by the action plugin hiera_kafka.core.preflight.
"""

RETURN = r"""
# What hiera_kafka.core.preflight returns, and beside that:
clock:
  description: The host's clock when it began and when it ended, in seconds since 1970.
  returned: success
  type: list
  elements: float
"""

import time
from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils import wire_table
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import (
    foreign,
    guards,
    java,
    ports_and_disk,
)
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError, report
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.factory import MANAGER_ARGUMENTS, manager_for
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

_GUARD = {**wire_table.GUARD, "kind": {**wire_table.GUARD["kind"], "choices": [*guards.KINDS, *foreign.KINDS]}}
_DISK = {"path": {"type": "path", "required": True}, "needed_bytes": {"type": "int", "required": True}}


def _java_faults(wanted: dict[str, Any]) -> list[Problem]:
    if not wanted["java_home"]:
        return []
    # Services of supervisor belong to who calls this.
    run_as = wanted["java_user"] if wanted["service_manager"] == "systemd" else None
    return java.check_java(wanted["java_home"], wanted["java_minimum"], run_as)


def _guard_problems(guard: guards.Guard, manager: ServiceManager, released: foreign.Released) -> list[Problem]:
    if guard.kind in foreign.KINDS:
        return foreign.check_data(guard, manager, released)
    return guards.check(guard)


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **MANAGER_ARGUMENTS,
            "guards": {"type": "list", "elements": "dict", "default": [], "options": _GUARD},
            "ports": {"type": "list", "elements": "dict", "default": [], "options": wire_table.PORT},
            "managed": {"type": "list", "elements": "str", "default": []},
            "take_over": {"type": "dict", "default": {}},
            "released_by_puppet": {"type": "bool", "default": False},
            "services": {"type": "list", "elements": "str", "default": []},
            "families": {"type": "list", "elements": "str", "default": []},
            "java_home": {"type": "path"},
            "java_user": {"type": "str", "default": "nobody"},
            "java_required": {"type": "bool", "default": True},
            "java_minimum": {"type": "int", "default": 0},
            "disk": {"type": "list", "elements": "dict", "default": [], "options": _DISK},
        },
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        began = time.time()
        wanted = module.params
        manager = manager_for(wanted["service_manager"], wanted["root"])
        guarded = [guards.Guard.of(entry) for entry in wanted["guards"]]
        released = foreign.Released(wanted["take_over"], wanted["released_by_puppet"])
        problems = [problem for guard in guarded for problem in _guard_problems(guard, manager, released)]
        problems += foreign.check_puppet(wanted["managed"], wanted["root"], released)
        problems += ports_and_disk.check_ports(wanted["ports"], manager)
        faults = _java_faults(wanted)
        java_found = not any(problem.id == "java-not-found" for problem in faults)
        problems += faults if java_found or wanted["java_required"] else []
        try:
            problems += ports_and_disk.check_disk(ports_and_disk.still_to_write(wanted["disk"]))
        except ProblemError as error:
            problems += error.problems
        if problems:
            raise ProblemError(dict.fromkeys(problems))
        states = {name: manager.status(name).state for name in wanted["services"]}
        known = {name for family in wanted["families"] for name in manager.defined(family)}
        left_over = [(name, manager.status(name)) for name in sorted(known - set(wanted["services"]))]
        initialised = any(guards.zookeeper_initialised(guard) for guard in guarded)
        return {
            "changed": False,
            "clock": [began, time.time()],
            "cluster_ids": sorted({id_ for guard in guarded for id_ in guards.kafka_cluster_ids(guard)}),
            "initialised": initialised,
            "java_found": java_found,
            "left_over": [{"service": name, "state": s.state, "pid": s.pid} for name, s in left_over],
            "states": states,
        }

    report(module, work)


if __name__ == "__main__":
    main()

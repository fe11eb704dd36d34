"""Starts or stops one service."""

from __future__ import annotations

DOCUMENTATION = r"""
module: service
short_description: Internal part of hiera_kafka.core.service that runs on the managed node
version_added: 0.1.0
description:
  - Starts or stops one service.
options:
  name:
    description: Name of the unit without ending, or of the program.
    type: str
    required: true
  state:
    description: Whether the service shall run.
    type: str
    choices: [started, stopped]
    default: started
  stop_timeout:
    description: Seconds that a stop may take.
    type: int
    default: 300
  record_file:
    description: File with the digests that were noted when the service was started.
    type: path
  records:
    description: Files whose digests must be in the record.
    type: list
    elements: path
    default: []
  guards:
    description: Facts that must hold before it is started, as C(module_utils/preflight/guards) describes them.
    type: list
    elements: dict
    default: []
  accept_loss:
    description: Whether the caller gives up what a disk of this host has lost.
    type: bool
    default: false
  lock:
    description:
      - Lock of the cluster, of which C(lock_run) must have a lease of this host before it is stopped.
      - The lease must count for as long as the stop may take.
    type: str
  lock_run:
    description: Name of the run that stops it.
    type: str
extends_documentation_fragment: [hiera_kafka.core.service_manager, hiera_kafka.core.internal]
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
# Run by the action plugin hiera_kafka.core.service.
"""

RETURN = r"""
pid:
  description: Main process of the service, null when it does not run.
  returned: success
  type: int
restart_pending:
  description: The service, when it was started with other files than are on disk now.
  returned: success
  type: list
  elements: dict
  sample: [{service: zookeeper, files: [/etc/zookeeper/conf/zoo.cfg]}]
restart_unknown:
  description:
    - The service, when that is so and it is in a crash loop, with how often it was started in the last ten minutes.
    - Its next start takes the files on disk; where it stays up instead, a restart is pending.
  returned: success
  type: list
  elements: dict
  sample: [{service: kafka, files: [/etc/kafka/server.properties], starts: 3}]
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import locks, placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.leases import Leases
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import lost_data
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.guards import Guard
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import report
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import restart_records
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.factory import MANAGER_ARGUMENTS, manager_for


def _guarded(wanted: dict[str, Any], *, check: bool) -> list[str]:
    return [
        warning
        for entry in wanted["guards"]
        for warning in lost_data.before_start(Guard.of(entry), accepted=wanted["accept_loss"], check=check)
    ]


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **MANAGER_ARGUMENTS,
            "name": {"type": "str", "required": True},
            "state": {"type": "str", "choices": ["started", "stopped"], "default": "started"},
            "stop_timeout": {"type": "int", "default": 300},
            "record_file": {"type": "path"},
            "records": {"type": "list", "elements": "path", "default": []},
            "guards": {"type": "list", "elements": "dict", "default": []},
            "accept_loss": {"type": "bool", "default": False},
            "lock": {"type": "str"},
            "lock_run": {"type": "str"},
        },
        required_together=[("lock", "lock_run")],
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        wanted = module.params
        name, manager = wanted["name"], manager_for(wanted["service_manager"], wanted["root"])
        with locks.held(wanted["root"], check=module.check_mode):
            placed.require_known(wanted["root"])
            found = manager.status(name)
            start = wanted["state"] == "started" and not found.running
            warnings = _guarded(wanted, check=module.check_mode) if start else []
            stop = wanted["state"] == "stopped" and found.state != "stopped"
            if start and not module.check_mode:
                if wanted["guards"]:
                    # They have found nothing that speaks against a start with disks that came back empty.
                    placed.admit_empty(wanted["root"], name)
                manager.start(name)
            if stop and wanted["lock"]:
                Leases(wanted["root"]).require(wanted["lock"], wanted["lock_run"], wanted["stop_timeout"])
            if stop and not module.check_mode:
                manager.stop(name, wanted["stop_timeout"])
            # What this run starts has just been started with the files on disk.
            record_file = None if start or stop else wanted["record_file"]
            result = restart_records.result(
                manager, name, acted=start or stop, record_file=record_file, records=wanted["records"]
            )
            return {**result, "warnings": warnings} if warnings else result

    report(module, work)


if __name__ == "__main__":
    main()

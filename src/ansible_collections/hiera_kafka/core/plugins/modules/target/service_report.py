"""Tells what services do, since when, and the last errors of their logs."""

from __future__ import annotations

DOCUMENTATION = r"""
module: service_report
short_description: Internal part of hiera_kafka.core.service_report that runs on the managed node
version_added: 0.1.0
description:
  - Looks at services and at the ends of their logs.
options:
  services:
    description:
      - The services.
      - Each has C(name), the unit without ending or the program, and C(logs), paths of the files that it writes.
    type: list
    elements: dict
    required: true
  errors:
    description: How many errors of each service are returned at most.
    type: int
    default: 3
extends_documentation_fragment: [hiera_kafka.core.service_manager, hiera_kafka.core.internal]
attributes:
  check_mode:
    support: full
    description: Changes nothing in any mode.
  diff_mode:
    support: none
    description: Compares nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
# Run by the action plugin hiera_kafka.core.service_report.
"""

RETURN = r"""
# What hiera_kafka.core.service_report returns.
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import processes
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError, report
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import logs
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.factory import MANAGER_ARGUMENTS, manager_for
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

_JOURNAL_LINES = 200


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **MANAGER_ARGUMENTS,
            "services": {"type": "list", "elements": "dict", "required": True},
            "errors": {"type": "int", "default": 3},
        },
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        wanted = module.params
        manager = manager_for(wanted["service_manager"], wanted["root"])
        return {
            "changed": False,
            "services": [_seen(manager, one["name"], one["logs"], wanted["errors"]) for one in wanted["services"]],
        }

    report(module, work)


def _seen(manager: ServiceManager, name: str, paths: list[str], count: int) -> dict[str, Any]:
    status = manager.status(name)
    found: list[logs.Error] = []
    unreadable = []
    for path in paths:
        try:
            found += logs.last_errors(path, count)
        except ProblemError as error:
            unreadable += [problem.message for problem in error.problems]
        except OSError as error:
            unreadable.append(f"{path}: {error.strerror}")
    # What is printed has no times and mostly repeats the log: it counts where the log says nothing.
    timed = sorted((one for one in found if one.at is not None), key=lambda one: one.at or "")
    printed = [one for one in found if one.at is None]
    if not found:
        printed = logs.errors_in((manager.output(name, _JOURNAL_LINES) or "").splitlines(), count)
    return {
        "name": name,
        "state": status.state,
        "detail": status.detail,
        "pid": status.pid,
        "since": processes.started(status.pid) if status.pid else None,
        "errors": [one.to_dict() for one in (timed or printed)[-count:]],
        "unreadable": unreadable,
    }


if __name__ == "__main__":
    main()

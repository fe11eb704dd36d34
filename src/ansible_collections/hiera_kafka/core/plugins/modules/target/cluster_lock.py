"""Asks one host for its part of the locks of its clusters."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cluster_lock
short_description: Internal part of hiera_kafka.core.cluster_lock that runs on the managed node
version_added: 0.1.0
description:
  - Answers for the leases of one host.
options:
  state:
    description:
      - C(shown) says what is there and changes nothing.
      - C(held) asks for leases, C(renewed) for more time for a run that holds the lock, C(released) gives them back.
    type: str
    choices: [shown, held, renewed, released]
    required: true
  locks:
    description: Name of each lock to the name of its cluster, for people.
    type: dict
    required: true
  run:
    description: Name of the run, which no other has.
    type: str
    required: true
  owner:
    description: Who started it where, for people.
    type: str
    required: true
  reason:
    description: What it does, for people.
    type: str
    required: true
  since:
    description: When it began, for people.
    type: str
    required: true
  process:
    description: What the run's control node knows its process by.
    type: str
    required: true
  seconds:
    description: How long a lease counts unless it is renewed.
    type: float
    required: true
  take_over:
    description: Runs whose lease is taken over where it has ended.
    type: list
    elements: str
    default: []
  ended:
    description: Runs whose lease is taken over in any case, since the caller has proof that their process has ended.
    type: list
    elements: str
    default: []
extends_documentation_fragment: [hiera_kafka.core.service_manager.root, hiera_kafka.core.internal]
attributes:
  check_mode:
    support: full
    description: Says what is there, as C(shown) does.
  diff_mode:
    support: none
    description: A lease has no lines to compare.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
# Run by the action plugin hiera_kafka.core.cluster_lock.
"""

RETURN = r"""
# What hiera_kafka.core.cluster_lock returns.
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.leases import Answer, Claim, Leases
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import report

_TEXT = {"type": "str", "required": True}
_NAMES = {"type": "list", "elements": "str", "default": []}


def ask(leases: Leases, lock: str, wanted: dict[str, Any]) -> Answer:
    """Ask for one lock."""
    claim = Claim(
        cluster=str(wanted["locks"][lock]),
        **{name: wanted[name] for name in ("run", "owner", "reason", "since", "process")},
    )
    if wanted["state"] in {"shown", "held"} and placed.newer(wanted["root"]):
        return Answer("newer")
    if wanted["state"] == "held":
        return leases.take(lock, claim, wanted["seconds"], take_over=wanted["take_over"], ended=wanted["ended"])
    if wanted["state"] == "renewed":
        return leases.renew(lock, claim, wanted["seconds"])
    if wanted["state"] == "released":
        return leases.release(lock, claim.run)
    return leases.look(lock, claim.run)


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "state": {"type": "str", "choices": ["shown", "held", "renewed", "released"], "required": True},
            "locks": {"type": "dict", "required": True},
            **dict.fromkeys(("run", "owner", "reason", "since", "process"), _TEXT),
            "seconds": {"type": "float", "required": True},
            "take_over": _NAMES,
            "ended": _NAMES,
            "root": {"type": "str", "default": ""},
        },
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        wanted = {**module.params, **({"state": "shown"} if module.check_mode else {})}
        leases = Leases(wanted["root"])
        answers = {lock: ask(leases, lock, wanted) for lock in sorted(wanted["locks"])}
        released = wanted["state"] == "released" and any(one.found.startswith("own") for one in answers.values())
        return {
            "changed": released or any(one.granted for one in answers.values()),
            "leases": {lock: one.to_dict() for lock, one in answers.items()},
            "taken": any(one.found in {"other", "unreadable", "newer"} and not one.granted for one in answers.values()),
        }

    report(module, work)


if __name__ == "__main__":
    main()

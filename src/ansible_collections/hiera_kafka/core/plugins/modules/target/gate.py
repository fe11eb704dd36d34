"""Says whether a service may be stopped now, and whether it is back."""

from __future__ import annotations

DOCUMENTATION = r"""
module: gate
short_description: Internal part of hiera_kafka.core.gate that runs on the managed node
version_added: 0.1.0
description:
  - Asks every member of an ensemble, or every broker of a cluster, again and again until nothing stands in the way or
    the time is over.
options:
  kind:
    description: What the service is.
    type: str
    choices: [zookeeper, kafka]
    required: true
  service:
    description: Name of the unit without ending, or of the program.
    type: str
    required: true
  own:
    description: Id of this member or broker.
    type: int
    required: true
  members:
    description: Everyone in the same ensemble or cluster, this one included.
    type: list
    elements: dict
    required: true
    suboptions:
      id:
        description: Id of the member or broker.
        type: int
        required: true
      host:
        description: Name in the data, for messages.
        type: str
        required: true
      address:
        description: Name or address that it is asked at.
        type: str
        required: true
      port:
        description: Port that it is asked at.
        type: int
        required: true
  log_dirs:
    description: Data directories of this broker, where an authorizer may hide topics.
    type: list
    elements: path
    default: []
  log:
    description: File that takes what the service prints; its end tells why the service has ended.
    type: path
  phase:
    description: Whether the service is about to be stopped, or was started again.
    type: str
    choices: [before, after]
    required: true
  timeout:
    description: Seconds to wait for what stands in the way to go away; 0 looks once.
    type: int
    default: 300
  allow_outage:
    description: Whether to go on where stopping this one takes partitions or the ensemble out of service in any case.
    type: bool
    default: false
  refuse:
    description: Whether to fail where something stands in the way; without, it is in C(blockers).
    type: bool
    default: true
extends_documentation_fragment: [hiera_kafka.core.service_manager, hiera_kafka.core.turns, hiera_kafka.core.internal]
attributes:
  check_mode:
    support: full
    description: Looks as always.
  diff_mode:
    support: none
    description: Changes nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
# Run by the action plugin hiera_kafka.core.gate.
"""

RETURN = r"""
# What hiera_kafka.core.gate returns.
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import one_line
from ansible_collections.hiera_kafka.core.plugins.module_utils.gates import gate, kafka, kafka_rules, zookeeper
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError, report
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.endings import ending
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import turns
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.factory import MANAGER_ARGUMENTS, manager_for
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.watch import Watch

_MEMBER = {
    "id": {"type": "int", "required": True},
    "host": {"type": "str", "required": True},
    "address": {"type": "str", "required": True},
    "port": {"type": "int", "required": True},
}


def look(wanted: dict[str, Any]) -> gate.Verdict:
    """Ask the cluster once, and judge what was seen."""
    own, members = wanted["own"], [gate.Member.of(entry) for entry in wanted["members"]]
    before = wanted["phase"] == "before"
    if wanted["kind"] == "zookeeper":
        ensemble = zookeeper.observe(members)
        return zookeeper.before(ensemble, own) if before else zookeeper.after(ensemble, own)
    cluster = kafka.observe(members, wanted["log_dirs"])
    return kafka_rules.before(cluster, own) if before else kafka_rules.after(cluster, own)


def died(manager: ServiceManager, watch: Watch, wanted: dict[str, Any]) -> Problem | None:
    """Return the problem of a service that will not come up by waiting; None while it may."""
    gone = watch.gone(watch.look())
    if gone is None:
        return None
    return ending(manager, wanted["service"], wanted["log"], gone, wanted="it to be back in its cluster", said="")


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **MANAGER_ARGUMENTS,
            "kind": {"type": "str", "choices": ["zookeeper", "kafka"], "required": True},
            "service": {"type": "str", "required": True},
            "own": {"type": "int", "required": True},
            "members": {"type": "list", "elements": "dict", "required": True, "options": _MEMBER},
            "log_dirs": {"type": "list", "elements": "path", "default": []},
            "log": {"type": "path"},
            "phase": {"type": "str", "choices": ["before", "after"], "required": True},
            "timeout": {"type": "int", "default": 300},
            **turns.ARGUMENTS,
            "allow_outage": {"type": "bool", "default": False},
            "refuse": {"type": "bool", "default": True},
        },
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        wanted = module.params
        timeout, allow = wanted["timeout"], wanted["allow_outage"]
        turn, service = turns.Turn.of(wanted), wanted["service"]
        manager = manager_for(wanted["service_manager"], wanted["root"])
        watch = Watch(manager, service, wanted["log"], turn.deaths(service))
        verdict = gate.wait(
            lambda: look(wanted), turn=turn, allow_outage=allow, alive=lambda: died(manager, watch, wanted)
        )
        if turn.ended and verdict.problems and (allow or not verdict.outage):
            texts = "; ".join(problem.message for problem in verdict.problems)
            return turns.Waiting(f"{texts}, last seen: {verdict.seen}", {service: watch.deaths.to_dict()}).to_dict()
        problems = gate.standing(verdict, timeout_s=timeout, allow_outage=allow)
        if problems and wanted["refuse"]:
            raise ProblemError(problems)
        accepted = [verdict.outage.message] if verdict.outage and allow else []
        for text in accepted if wanted["refuse"] else []:
            module.warn(f"{text}; this was accepted")
        return {
            "changed": False,
            "leads": verdict.leads,
            "observed": one_line(verdict.seen),
            "blockers": [problem.render() for problem in problems],
            "accepted": accepted,
        }

    report(module, work)


if __name__ == "__main__":
    main()

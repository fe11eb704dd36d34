"""Starts or stops the services of one role."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils import released
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import SECTION, Arguments, Request, reported
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.looking import LookingAction
from hiera_kafka.bridge import cluster_lock, parameters


class ActionModule(LookingAction):
    """Runs the module `service` once for each service of the section that does not run."""

    ARGUMENTS: ClassVar[Arguments] = {
        **SECTION,
        "state": {"type": "str", "choices": ["started", "stopped"], "default": "started"},
        "only": {"type": "list", "elements": "str"},
        "lock_run": {"type": "str"},
    }

    def act(self, request: Request) -> dict[str, Any]:
        section = request.section
        state, only, run = (request.options[name] for name in ("state", "only", "lock_run"))
        lock = {"lock": reported(cluster_lock.lock_of, section.role), "lock_run": run} if run else {}
        services = [{**one, **lock} for one in reported(parameters.services, section, state, only)]
        # Over all of them stands a unit that is no service itself; one service alone is moved without it.
        units = parameters.units(section, state) if only is None else []
        result: dict[str, Any] = {"changed": False, "restart_pending": [], "restart_unknown": [], "services": []}
        accept = {"accept_loss": request.host in released.accepted_loss(self._loader, request.task_vars)}
        warnings: list[str] = []
        for arguments in (*services, *units):
            done = self.settled("service", arguments, request)
            if done is None:
                self.will_change()
                done = self.on_reached_host("service", {**arguments, **accept}, request)
            if done.get("failed"):
                return {**result, **done}
            result["changed"] |= bool(done.get("changed"))
            if arguments in services:
                for kind in ("restart_pending", "restart_unknown"):
                    result[kind] += done.get(kind, [])
                warnings += done.get("warnings", [])
                result["services"].append({"name": arguments["name"], "pid": done.get("pid")})
        return {
            **result,
            "warnings": [
                *warnings,
                *parameters.restart_warnings(request.host, result["restart_pending"], result["restart_unknown"]),
            ],
        }

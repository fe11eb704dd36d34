"""Starts or stops the services of one role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import (
    SECTION,
    Action,
    Arguments,
    Request,
    reported,
)
from hiera_kafka.bridge import parameters
from hiera_kafka.ops.roll import cluster_lock
from hiera_kafka.text import one_line


class ActionModule(Action):
    """Runs the module `service` once for each service of the section."""

    ARGUMENTS: ClassVar[Arguments] = {
        **SECTION,
        "state": {"type": "str", "choices": ["started", "stopped"], "default": "started"},
        "only": {"type": "list", "elements": "str"},
        "lock_run": {"type": "str"},
    }

    def act(self, request: Request) -> dict[str, Any]:
        section = request.section
        state, only, run = (request.options[name] for name in ("state", "only", "lock_run"))
        lock = {"lock": cluster_lock.LOCKS[section.role], "lock_run": run} if run else {}
        services = [{**one, **lock} for one in reported(parameters.services, section, state, only)]
        # Over all of them stands a unit that is no service itself; one service alone is moved without it.
        units = parameters.units(section, state) if only is None else []
        result: dict[str, Any] = {"changed": False, "restart_pending": [], "services": []}
        for arguments in (*services, *units):
            done = self.on_reached_host("service", arguments, request)
            if done.get("failed"):
                return {**result, **done}
            result["changed"] |= bool(done.get("changed"))
            if arguments in services:
                result["restart_pending"] += done.get("restart_pending", [])
                result["services"].append({"name": arguments["name"], "pid": done.get("pid")})
        return {**result, "warnings": list(_warnings(request.host, result["restart_pending"]))}


def _warnings(host: str, pending: Iterable[dict[str, Any]]) -> Iterable[str]:
    for entry in pending:
        files = ", ".join(entry["files"])
        yield one_line(
            f"restart pending on {host}: {entry['service']} runs with other files than lie there now: {files}"
        )

"""Starts or stops the services of one role."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import cluster_lock, parameters


class ActionModule(SectionAction):
    """Runs the module `service` once for each service of the section."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        options = self.options(["section"], ["state", "only", "lock_run"])
        host = str(task_vars["inventory_hostname"])
        asked = (self.inventory_file(task_vars), host, str(options["section"]), str(options.get("state", "started")))
        only = options.get("only")
        run = options.get("lock_run")
        lock = {"lock": reported(cluster_lock.lock_of, asked[2]), "lock_run": str(run)} if run else {}
        wanted = reported(parameters.services, *asked, only)
        result |= {"changed": False, "restart_pending": [], "services": []}
        for arguments in wanted:
            done = self.on_host("service", {**arguments, **lock}, task_vars)
            if done.get("failed"):
                return {**result, **done}
            result["changed"] |= bool(done.get("changed"))
            result["restart_pending"] += done.get("restart_pending", [])
            result["services"].append({"name": arguments["name"], "pid": done.get("pid")})
        # Over all of them stands a unit that is no service itself; one service alone is moved without it.
        for arguments in reported(parameters.units, *asked) if only is None else []:
            done = self.on_host("service", arguments, task_vars)
            if done.get("failed"):
                return {**result, **done}
            result["changed"] |= bool(done.get("changed"))
        result["warnings"] = parameters.restart_warnings(host, result["restart_pending"])
        return result

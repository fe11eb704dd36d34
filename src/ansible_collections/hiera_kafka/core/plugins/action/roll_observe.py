"""Looks at the services of one role before a rolling restart, and asks whether they may be stopped."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import gates, parameters, roll


class ActionModule(SectionAction):
    """Runs the module `service` for each service of the section, and `gate` where one is to be restarted."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        options = self.options(["section"], ["restart_all", "timeout", "allow_outage"])
        host, section = str(task_vars["inventory_hostname"]), str(options.pop("section"))
        inventory_file = self.inventory_file(task_vars)
        observed = {
            "section": section,
            "restart_all": options.pop("restart_all", False),
            "services": [],
            "restart_pending": [],
        }
        # A look starts nothing, whatever mode the run has.
        self._task = self._task.copy()
        self._task.check_mode = True
        for arguments in reported(parameters.services, inventory_file, host, section, "started"):
            done = self.on_host("service", arguments, task_vars)
            if done.get("failed"):
                return {**result, **done}
            observed["services"].append({"name": arguments["name"], "pid": done.get("pid")})
            observed["restart_pending"] += done.get("restart_pending", [])
        if reported(roll.asks_gate, inventory_file, host, observed):
            arguments = {**reported(gates.gate, inventory_file, host, section), "phase": "before", "refuse": False}
            done = self.on_host("gate", {**arguments, **options}, task_vars)
            if done.get("failed"):
                return {**result, **done}
            observed["gate"] = {name: done.get(name) for name in ("leads", "blockers", "accepted")}
        warnings = parameters.restart_warnings(host, observed["restart_pending"])
        return {**result, "changed": False, "observed": observed, "warnings": warnings}

"""Says what a rolling restart will do, before it does anything."""

from __future__ import annotations

from typing import Any

from ansible.utils.display import Display

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import roll
from hiera_kafka.text import printable

display = Display()


class ActionModule(SectionAction):
    """Runs on the control node alone; refuses the whole roll where something stands in the way of any part of it."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        options = self.options(["observed", "command", "refuse"], ["locked"])
        command, refuse = options["command"], options["refuse"]
        registered = {
            host: task_vars["hostvars"][host].get(options["observed"]) for host in task_vars["ansible_play_hosts"]
        }
        plan = reported(roll.plan, self.inventory_file(task_vars), registered)
        blockers = printable("\n".join(plan["blockers"]))
        display.display(plan["text"])
        result |= {"changed": False, **plan}
        if blockers and refuse:
            msg = f"nothing was stopped, since something stands in the way\n{blockers}\nThen run: {command}"
            return {**result, "failed": True, "msg": msg}
        if blockers:
            display.display(f"What stands in the way:\n{blockers}")
        if locked := options.get("locked"):
            display.display(f"Who works on the clusters:\n{locked}")
        if self._task.check_mode:
            display.display("Nothing was changed." + (f" To do it: {command}" if plan["restarts"] else ""))
        return result

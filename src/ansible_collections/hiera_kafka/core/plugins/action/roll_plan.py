"""Says what a rolling restart will do, before it does anything."""

from __future__ import annotations

from typing import Any

from ansible.utils.display import Display

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import gates

display = Display()


class ActionModule(SectionAction):
    """Runs on the controller alone; refuses the whole roll where something stands in the way of any part of it."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        options = self.options(["looked", "command", "refuse"])
        plan = reported(gates.plan, self.inventory_file(task_vars), options["looked"])
        display.display(plan["text"])
        if self._task.check_mode:
            nothing = "Nothing was changed."
            display.display(f"{nothing} To do it: {options['command']}" if plan["restarts"] else nothing)
        result |= {"changed": False, **plan}
        if plan["blockers"] and options["refuse"]:
            blockers = "\n".join(plan["blockers"])
            msg = f"nothing was stopped, since something stands in the way\n{blockers}\nthen: {options['command']}"
            result |= {"failed": True, "msg": msg}
        return result

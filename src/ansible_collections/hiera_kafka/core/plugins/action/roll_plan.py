"""Says what a rolling restart will do, before it does anything."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible.utils.display import Display

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Arguments, Request, reported
from hiera_kafka.bridge import roll
from hiera_kafka.text import printable

display = Display()


class ActionModule(Action):
    """Runs on the control node alone; refuses the whole roll where something stands in the way of any part of it."""

    ARGUMENTS: ClassVar[Arguments] = {
        "observed": {"type": "str", "required": True},
        "command": {"type": "str", "required": True},
        "refuse": {"type": "bool", "required": True},
        "locked": {"type": "str", "default": ""},
    }

    def act(self, request: Request) -> dict[str, Any]:
        names = ("observed", "command", "refuse", "locked")
        observed, command, refuse, locked = (request.options[name] for name in names)
        hosts, hostvars = request.task_vars["ansible_play_hosts"], request.task_vars["hostvars"]
        registered = {str(host): hostvars[host].get(observed) for host in hosts}
        plan: dict[str, Any] = reported(roll.plan, request.inventory_file, registered)
        blockers = printable("\n".join(plan["blockers"]))
        display.display(plan["text"])
        if blockers and refuse:
            msg = f"nothing was stopped, since something stands in the way\n{blockers}\nThen run: {command}"
            return {**plan, "failed": True, "msg": msg}
        if blockers:
            display.display(f"What stands in the way:\n{blockers}")
        if locked:
            display.display(f"Who works on the clusters:\n{locked}")
        if self._task.check_mode:
            display.display("Nothing was changed." + (f" To do it: {command}" if plan["restarts"] else ""))
        return plan

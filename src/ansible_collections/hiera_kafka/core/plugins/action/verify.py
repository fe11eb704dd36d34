"""Compares hosts and clusters with the data, on the control node."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from ansible.utils.display import Display

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Arguments, Request, reported
from hiera_kafka.bridge import verify

display = Display()


class ActionModule(Action):
    """Prints the report, and fails where something is critical."""

    ARGUMENTS: ClassVar[Arguments] = {
        "looked": {"type": "str", "required": True},
        "only": {"type": "list", "elements": "str", "default": []},
        "skip": {"type": "list", "elements": "str", "default": []},
        "canary": {"type": "bool"},
        "strict": {"type": "bool", "default": False},
    }

    def act(self, request: Request) -> dict[str, Any]:
        options = dict(request.options)
        looked = options.pop("looked")
        hosts, hostvars = request.task_vars["ansible_play_hosts_all"], request.task_vars["hostvars"]
        registered = {str(host): hostvars[host].get(looked) for host in hosts}
        if self._task.check_mode:
            options["canary"] = False  # its records are written
        report: dict[str, Any] = reported(
            verify.verify, request.inventory_file, registered, base=str(Path.cwd()), **options
        )
        display.display(report["text"])
        return {**report, "msg": report["text"].rpartition("\n")[2]}

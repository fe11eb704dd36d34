"""Has a host forget services and members that have left the data."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Arguments, Request, reported
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.looking import LookingAction
from hiera_kafka.bridge import parameters


class ActionModule(LookingAction):
    """Runs the module `forget` on each host; one that has left the data is in no inventory of ours."""

    ARGUMENTS: ClassVar[Arguments] = {
        "host": {"type": "str", "required": True},
        "services": {"type": "list", "elements": "str", "default": []},
    }

    def act(self, request: Request) -> dict[str, Any]:
        known = "hiera_kafka_inventory_file" in request.task_vars
        root = reported(parameters.root, request.inventory_file, request.host) if known else ""
        self.will_change()
        arguments = {**request.options, "root": root, "here": request.host == request.options["host"]}
        return self.on_host("forget", arguments, request)

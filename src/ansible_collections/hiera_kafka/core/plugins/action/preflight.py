"""Looks, before anything is touched, for what must not be or would fail later."""

from __future__ import annotations

import time
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils import released
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Request, reported
from hiera_kafka.bridge import parameters
from hiera_kafka.ops.converge import admission


class ActionModule(Action):
    """Runs the module `preflight` for all roles of the host."""

    def act(self, request: Request) -> dict[str, Any]:
        host, inventory_file = request.host, request.inventory_file
        arguments = {
            **reported(parameters.preflight, inventory_file, host),
            "take_over": released.take_over(self._loader, request.task_vars),
            "released_by_puppet": released.released_by_puppet(self._loader, request.task_vars),
        }
        before = time.time()
        result = self.on_host("preflight", arguments, request)
        after = time.time()
        if "clock" in result:
            began, ended = result.pop("clock")
            result["warnings"] = [
                *admission.clock(host, (float(began), float(ended)), (before, after)),
                *admission.left_over(inventory_file, host, result["left_over"]),
            ]
        return result

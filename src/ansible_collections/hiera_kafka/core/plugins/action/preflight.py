"""Looks, before anything is touched, for what must not be or would fail later."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils import released
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Request, reported
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.looking import LookingAction
from hiera_kafka.bridge import looks, parameters
from hiera_kafka.ops.converge import admission


class ActionModule(LookingAction):
    """Looks at the host for all of its roles, and keeps what is as it should be for the tasks that follow."""

    def act(self, request: Request) -> dict[str, Any]:
        host, inventory_file = request.host, request.inventory_file
        preflight = {
            **reported(parameters.preflight, inventory_file, host),
            "take_over": released.take_over(self._loader, request.task_vars),
            "data_left": released.data_left(self._loader, request.task_vars, host),
            "moved": released.moved(self._loader, request.task_vars, host),
            "released_by_puppet": released.released_by_puppet(self._loader, request.task_vars),
            "accept_loss": host in released.accepted_loss(self._loader, request.task_vars),
        }
        look = self.look(request, preflight)
        answer = look.result.pop("answer", None)
        result = {**look.result, **looks.examined(answer)}
        if "clock" in result:
            began, ended = result.pop("clock")
            result["warnings"] = [
                *admission.clock(host, (float(began), float(ended)), (look.before, look.after)),
                *admission.left_over(inventory_file, host, result["left_over"]),
                *admission.unused(host, result.pop("unused")),
            ]
        return result

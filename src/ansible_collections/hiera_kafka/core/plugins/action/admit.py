"""Decides, before any host is touched, whether the run may go on."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils import released
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Arguments, Request, reported
from hiera_kafka.ops.converge import admission


class ActionModule(Action):
    """Runs on the control node alone."""

    ARGUMENTS: ClassVar[Arguments] = {"looked": {"type": "dict", "required": True}}

    def act(self, request: Request) -> dict[str, Any]:
        looked = request.options["looked"]
        given_up = released.accepted_loss(self._loader, request.task_vars)
        result = reported(admission.admit, request.inventory_file, looked, given_up)
        warnings = reported(admission.left_members, looked)
        for host, names in released.overrides(self._loader, request.task_vars).items():
            if host not in looked:
                warnings += admission.unused(host, names)
        return {**result, "warnings": warnings} if warnings else result

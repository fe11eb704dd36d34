"""Decides, before any host is touched, whether the run may go on."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Arguments, Request, reported
from hiera_kafka.ops.converge import admission


class ActionModule(Action):
    """Runs on the control node alone."""

    ARGUMENTS: ClassVar[Arguments] = {"looked": {"type": "dict", "required": True}}

    def act(self, request: Request) -> dict[str, Any]:
        return reported(admission.admit, request.inventory_file, request.options["looked"])

"""Describes a run that will lock clusters."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Arguments, Request, reported
from hiera_kafka.bridge import cluster_lock


class ActionModule(Action):
    """Runs on the control node alone."""

    ARGUMENTS: ClassVar[Arguments] = {
        "services": {"type": "list", "elements": "raw", "required": True},
        "reason": {"type": "str", "required": True},
        "seconds": {"type": "float", "required": True},
    }

    def act(self, request: Request) -> dict[str, Any]:
        return {"lock": reported(cluster_lock.describe, request.inventory_file, **request.options)}

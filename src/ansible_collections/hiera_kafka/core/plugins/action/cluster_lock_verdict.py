"""Says whether a run holds the locks of its clusters."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Arguments, Request, reported
from hiera_kafka.bridge import cluster_lock


class ActionModule(Action):
    """Runs on the control node alone, over the answers of all members."""

    ARGUMENTS: ClassVar[Arguments] = {
        "run": {"type": "dict", "required": True},
        "state": {"type": "str", "choices": ["shown", "held", "renewed"], "required": True},
        "results": {"type": "list", "elements": "dict", "required": True},
        "take_over": {"type": "list", "elements": "str", "default": []},
        "command": {"type": "str", "default": ""},
        "at_work": {"type": "bool", "default": False},
    }

    def act(self, request: Request) -> dict[str, Any]:
        return {"at": time.time(), **reported(cluster_lock.verdict, **request.options)}

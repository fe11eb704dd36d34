"""Asks whether the service of one role may be stopped now, or is back."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import (
    SECTION,
    Action,
    Arguments,
    Request,
    reported,
)
from hiera_kafka.bridge import gates


class ActionModule(Action):
    """Runs the module `gate` on the host, with the members that the data names."""

    ARGUMENTS: ClassVar[Arguments] = {
        **SECTION,
        "phase": {"type": "str", "choices": ["before", "after"], "required": True},
        "timeout": {"type": "int", "default": 300},
        "allow_outage": {"type": "bool", "default": False},
        "refuse": {"type": "bool", "default": True},
    }

    def act(self, request: Request) -> dict[str, Any]:
        asked = {name: request.options[name] for name in ("phase", "timeout", "allow_outage", "refuse")}
        return self.on_reached_host("gate", {**reported(gates.gate, request.section), **asked}, request)

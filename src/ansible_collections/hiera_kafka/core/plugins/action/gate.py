"""Asks whether the service of one role may be stopped now, or is back."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import (
    SECTION,
    Arguments,
    Request,
    reported,
)
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.turns import WaitingAction
from hiera_kafka.bridge import endings, gates


class ActionModule(WaitingAction):
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
        result = self.in_turns("gate", {**reported(gates.gate, request.section), **asked}, request)
        return endings.explained(result, request.section, str(Path.cwd()))

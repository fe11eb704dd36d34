"""Looks at the services of one role before a rolling restart, and asks whether they may be stopped."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import (
    SECTION,
    Action,
    Arguments,
    Request,
    reported,
)
from hiera_kafka.bridge import gates, parameters, roll


class ActionModule(Action):
    """Runs the module `service` for each service of the section, and `gate` where one is to be restarted."""

    ARGUMENTS: ClassVar[Arguments] = {
        **SECTION,
        "restart_all": {"type": "bool", "default": False},
        "timeout": {"type": "int", "default": 300},
        "allow_outage": {"type": "bool", "default": False},
    }

    def act(self, request: Request) -> dict[str, Any]:
        section, options = request.section, request.options
        observed: dict[str, Any] = {
            "section": section.role,
            "restart_all": options["restart_all"],
            "services": [],
            "restart_pending": [],
        }
        unknown: list[dict[str, Any]] = []
        # A look starts nothing, whatever mode the run has.
        self._task = self._task.copy()
        self._task.check_mode = True
        for arguments in parameters.services(section, "started"):
            done = self.on_reached_host("service", arguments, request)
            if done.get("failed"):
                return done
            observed["services"].append({"name": arguments["name"], "pid": done.get("pid")})
            observed["restart_pending"] += done.get("restart_pending", [])
            unknown += done.get("restart_unknown", [])
        if reported(roll.asks_gate, request.inventory_file, request.host, observed):
            asked = {
                "phase": "before",
                "refuse": False,
                **{name: options[name] for name in ("timeout", "allow_outage")},
            }
            done = self.on_reached_host("gate", {**reported(gates.gate, section), **asked}, request)
            if done.get("failed"):
                return done
            observed["gate"] = {name: done.get(name) for name in ("leads", "blockers", "accepted")}
        return {
            "observed": observed,
            "warnings": parameters.restart_warnings(request.host, observed["restart_pending"], unknown),
        }

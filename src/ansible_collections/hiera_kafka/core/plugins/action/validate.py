"""Compiles and renders every host of the inventory on the control node; touches none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Request, reported
from hiera_kafka.bridge import validate


class ActionModule(Action):
    """Fails with every Diagnostic at once; warnings are shown and do not fail."""

    def act(self, request: Request) -> dict[str, Any]:
        found = reported(validate.validate, request.inventory_file, str(Path.cwd()))
        return {**found, "warnings": found["diagnostics"]}

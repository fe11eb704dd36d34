"""Compiles and renders every host of the inventory on the controller; touches none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import validate


class ActionModule(SectionAction):
    """Fails with every Diagnostic at once; warnings are shown and do not fail."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        self.options([])
        found = reported(validate.validate, self.inventory_file(task_vars), str(Path.cwd()))
        return {**result, "changed": False, **found, "warnings": found["diagnostics"]}

"""Decides, before any host is touched, whether the run may go on."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.ops.converge import admission


class ActionModule(SectionAction):
    """Runs on the controller alone."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        looked = self.options(["looked"])["looked"]
        found = reported(admission.admit, self.inventory_file(task_vars), looked)
        return {**result, "changed": False, **found}

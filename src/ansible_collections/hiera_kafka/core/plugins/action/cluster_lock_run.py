"""Describes a run that will lock clusters."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import cluster_lock


class ActionModule(SectionAction):
    """Runs on the control node alone."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        options = self.options(["services", "reason", "seconds"])
        described = reported(
            cluster_lock.describe,
            self.inventory_file(task_vars),
            options["services"],
            str(options["reason"]),
            float(options["seconds"]),
        )
        return {**result, "changed": False, "lock": described}

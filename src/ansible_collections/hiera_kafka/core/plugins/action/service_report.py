"""Tells what the services of one role do, and the last errors of their logs."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import parameters


class ActionModule(SectionAction):
    """Runs the module `service_report` with the services of the section."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        options = self.options(["section"], ["errors"])
        host = str(task_vars["inventory_hostname"])
        arguments = reported(parameters.logs, self.inventory_file(task_vars), host, str(options.pop("section")))
        result |= self._execute_module(
            "hiera_kafka.core.target.service_report", module_args={**arguments, **options}, task_vars=task_vars
        )
        return result

"""Looks, before anything is touched, for what must not be or would fail later."""

from __future__ import annotations

import time
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import parameters
from hiera_kafka.ops.converge import admission


class ActionModule(SectionAction):
    """Runs the module `preflight` for all roles of the host."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        self.options([])
        host = str(task_vars["inventory_hostname"])
        arguments = reported(parameters.preflight, self.inventory_file(task_vars), host)
        before = time.time()
        result |= self._execute_module("hiera_kafka.core.target.preflight", module_args=arguments, task_vars=task_vars)
        after = time.time()
        if "clock" in result:
            began, ended = result.pop("clock")
            result["warnings"] = [
                *admission.clock(host, (float(began), float(ended)), (before, after)),
                *admission.left_over(self.inventory_file(task_vars), host, result["left_over"]),
            ]
        return result

"""Asks whether the service of one role may be stopped now, or is back."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import gates


class ActionModule(SectionAction):
    """Runs the module `gate` on the host, with the members that the data names."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        options = self.options(["section", "phase"], ["timeout", "allow_outage", "refuse"])
        host = str(task_vars["inventory_hostname"])
        section = str(options.pop("section"))
        arguments = reported(gates.gate, self.inventory_file(task_vars), host, section)
        return result | self.on_host("gate", {**arguments, **options}, task_vars)

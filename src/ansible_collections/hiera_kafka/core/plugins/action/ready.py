"""Waits until the services of one role answer, on evidence."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import parameters
from hiera_kafka.text import one_line


class ActionModule(SectionAction):
    """Runs the module `ready`, which waits for the hosts of this run only."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        options = self.options(["section"], ["timeout", "only"])
        host = str(task_vars["inventory_hostname"])
        section = str(options["section"])
        inventory_file = self.inventory_file(task_vars)
        started = [str(name) for name in task_vars["ansible_play_hosts"]]
        arguments = reported(parameters.ready, inventory_file, host, section, started, options.get("only"))
        missing = reported(parameters.left_out, inventory_file, host, section, started)
        if "timeout" in options:
            arguments["timeout"] = options["timeout"]
        if self._task.check_mode:
            return {**result, "changed": False, "skipped": True, "msg": "check mode starts nothing to wait for"}
        result |= self.on_host("ready", arguments, task_vars)
        result["not_waited_for"] = missing
        if missing:
            result["warnings"] = [one_line(f"not in this run, and so not waited for: {', '.join(missing)}")]
        return result

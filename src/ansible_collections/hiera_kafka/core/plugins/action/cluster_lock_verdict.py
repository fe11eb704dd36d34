"""Says whether a run holds the locks of its clusters."""

from __future__ import annotations

import time
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import cluster_lock


class ActionModule(SectionAction):
    """Runs on the control node alone, over the answers of all members."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result = super().run(tmp, task_vars or {})
        options = self.options(["run", "state", "results"], ["take_over", "command", "at_work"])
        found = reported(
            cluster_lock.verdict,
            options["run"],
            str(options["state"]),
            options["results"],
            take_over=options.get("take_over", []),
            command=str(options.get("command", "")),
            at_work=bool(options.get("at_work")),
        )
        return {**result, "changed": False, "at": time.time(), **found}

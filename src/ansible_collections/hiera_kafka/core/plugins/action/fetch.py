"""Has the Kafka releases that the inventory needs in the controller's cache, checked."""

from __future__ import annotations

from typing import Any

from ansible.utils.display import Display

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import releases
from hiera_kafka.text import one_line

display = Display()


class _Progress:
    def say(self, text: str) -> None:
        display.display(one_line(f"  {text}"))

    def start(self, what: str, total: int | None) -> None:
        size = f" ({total // 1_000_000} MB)" if total else ""
        display.display(one_line(f"  {what}{size}"))

    def advance(self, count: int) -> None:
        """Bytes are too fine for a play's output; each step has its line."""


class ActionModule(SectionAction):
    """Runs on the controller alone; in check mode it fetches nothing."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        self.options([])
        if self._task.check_mode:
            return {**result, "changed": False, "skipped": True, "msg": "check mode fetches nothing"}
        found = reported(releases.fetch_for, self.inventory_file(task_vars), _Progress())
        return {**result, "changed": False, "releases": found}

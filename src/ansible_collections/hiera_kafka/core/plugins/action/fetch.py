"""Has the Kafka releases that the inventory needs in the control node's cache, checked."""

from __future__ import annotations

from typing import Any

from ansible.utils.display import Display

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Request, reported
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


class ActionModule(Action):
    """Runs on the control node alone; in check mode it fetches nothing."""

    def act(self, request: Request) -> dict[str, Any]:
        if self._task.check_mode:
            return {"skipped": True, "msg": "check mode fetches nothing"}
        return {"releases": reported(releases.fetch_for, request.inventory_file, _Progress())}

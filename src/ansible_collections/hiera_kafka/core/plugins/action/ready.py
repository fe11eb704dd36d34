"""Waits until the services of one role answer, on evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import SECTION, Arguments, Request, reported
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.looking import LookingAction
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.turns import WaitingAction
from hiera_kafka.bridge import endings, parameters
from hiera_kafka.text import one_line


class ActionModule(LookingAction, WaitingAction):
    """Runs the module `ready`, which waits for the hosts of this run only."""

    ARGUMENTS: ClassVar[Arguments] = {
        **SECTION,
        "timeout": {"type": "int", "default": 120},
        "only": {"type": "list", "elements": "str"},
    }

    def act(self, request: Request) -> dict[str, Any]:
        options = request.options
        started = [str(name) for name in request.task_vars["ansible_play_hosts"]]
        arguments = reported(parameters.ready, request.section, started, options["only"])
        missing = parameters.left_out(request.section, started)
        if self._task.check_mode:
            return {"skipped": True, "msg": "check mode starts nothing to wait for"}
        result = self.settled("ready", arguments, request)
        if result is None:
            result = self.in_turns("ready", {**arguments, "timeout": options["timeout"]}, request)
            result = endings.explained(result, request.section, str(Path.cwd()))
        if missing:
            result["warnings"] = [one_line(f"not in this run, and so not waited for: {', '.join(missing)}")]
        return {**result, "not_waited_for": missing}

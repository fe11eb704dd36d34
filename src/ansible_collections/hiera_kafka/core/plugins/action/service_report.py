"""Reports what the services of one role do, and the last errors of their logs."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import SECTION, Action, Arguments, Request
from hiera_kafka.bridge import parameters


class ActionModule(Action):
    """Runs the module `service_report` with the services of the section."""

    ARGUMENTS: ClassVar[Arguments] = {**SECTION, "errors": {"type": "int", "default": 3}}

    def act(self, request: Request) -> dict[str, Any]:
        arguments = parameters.logs(request.section)
        return self.on_host("service_report", {**arguments, "errors": request.options["errors"]}, request)

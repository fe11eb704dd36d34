"""Asks one member of a cluster for its part of the cluster's lock."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible.errors import AnsibleConnectionFailure

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Arguments, Request, reported
from hiera_kafka.bridge import cluster_lock


class ActionModule(Action):
    """Runs the module `cluster_lock` on the host that the task is delegated to.

    A host that does not answer, or cannot, has granted nothing; that ends no run as long as the others are enough.
    """

    ARGUMENTS: ClassVar[Arguments] = {
        "run": {"type": "dict", "required": True},
        "state": {"type": "str", "choices": ["shown", "held", "renewed", "released"], "required": True},
        "take_over": {"type": "list", "elements": "str", "default": []},
        "ended": {"type": "list", "elements": "str", "default": []},
    }

    def act(self, request: Request) -> dict[str, Any]:
        host = str(self._task.delegate_to or request.host)
        arguments = reported(cluster_lock.parameters, request.inventory_file, host, request.options["run"])
        asked = {name: request.options[name] for name in ("state", "take_over", "ended")}
        try:
            answer = self.on_host("cluster_lock", {**arguments, **asked}, request)
        except AnsibleConnectionFailure as error:
            answer = {"failed": True, "msg": str(error)}
        return {"msg": answer.get("msg", "no answer")} if answer.get("failed") else answer

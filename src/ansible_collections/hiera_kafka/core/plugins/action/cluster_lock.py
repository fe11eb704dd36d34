"""Asks one member of a cluster for its part of the cluster's lock."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleConnectionFailure

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import cluster_lock


class ActionModule(SectionAction):
    """Runs the module `cluster_lock` on the host that the task is delegated to.

    A host that does not answer, or cannot, has granted nothing; that ends no run as long as the others are enough.
    """

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        options = self.options(["run", "state"], ["take_over", "ended"])
        host = str(self._task.delegate_to or task_vars["inventory_hostname"])
        arguments = reported(cluster_lock.parameters, self.inventory_file(task_vars), host, options.pop("run"))
        try:
            answer = self._execute_module(
                "hiera_kafka.core.target.cluster_lock", module_args={**arguments, **options}, task_vars=task_vars
            )
        except AnsibleConnectionFailure as error:
            answer = {"failed": True, "msg": str(error)}
        return {**result, **({"msg": answer.get("msg", "no answer")} if answer.get("failed") else answer)}

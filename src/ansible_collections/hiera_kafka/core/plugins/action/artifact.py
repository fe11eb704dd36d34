"""Brings the Kafka release of one role to the host, unless it is there."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import releases


class ActionModule(SectionAction):
    """Asks the module first, and sends the release only when the host does not have it."""

    TRANSFERS_FILES = True

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        section = str(self.options(["section"])["section"])
        host = str(task_vars["inventory_hostname"])
        wanted = reported(releases.artifacts, self.inventory_file(task_vars), host, section)
        result["changed"] = False
        for arguments in wanted:
            done = self._install(arguments, task_vars)
            if done.get("failed"):
                return {**result, **done}
            result["changed"] |= bool(done.get("changed"))
        return result

    def _install(self, arguments: dict[str, Any], task_vars: dict[str, Any]) -> dict[str, Any]:
        source = arguments["src"]
        if source is None:  # check mode, and not fetched yet
            return {"changed": True, "msg": "the release is not in the cache; a run would fetch and unpack it"}
        if self._connection.transport != "local":
            arguments = {**arguments, "src": None}
        done = self._execute_module("hiera_kafka.core.target.artifact", module_args=arguments, task_vars=task_vars)
        if not done.get("needs_src"):
            return done
        shell = self._connection._shell
        try:
            remote = shell.join_path(self._make_tmp_path(), "kafka.tar")
            self._transfer_file(source, remote)
            self._fixup_perms2((shell.tmpdir, remote), execute=False)
            arguments = {**arguments, "src": remote}
            return self._execute_module("hiera_kafka.core.target.artifact", module_args=arguments, task_vars=task_vars)
        finally:
            self._remove_tmp_path(shell.tmpdir)

"""Ships one role's section of the host's catalog and has it applied there."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import bundle
from hiera_kafka.text import one_line


class ActionModule(SectionAction):
    """Renders on the controller, sends one file, runs one module."""

    TRANSFERS_FILES = True

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        section = str(self.options(["section"])["section"])
        host = str(task_vars["inventory_hostname"])
        data, digest = reported(bundle.pack, self.inventory_file(task_vars), host, section)
        shell = self._connection._shell
        try:
            path = shell.join_path(self._make_tmp_path(), "bundle.json.gz")
            self._transfer_data(path, data)
            self._fixup_perms2((shell.tmpdir, path), execute=False)
            self._remote_chmod((path,), "0600")
            arguments = {"path": path, "digest": digest, "section": section}
            result |= self._execute_module("hiera_kafka.core.bundle", module_args=arguments, task_vars=task_vars)
        finally:
            self._remove_tmp_path(shell.tmpdir)
        result["warnings"] = [
            *result.get("warnings", []),
            *(
                one_line(
                    f"upgrade pending on {host}: {entry['path']} has {', '.join(entry['has'])}, "
                    f"the data wants {', '.join(entry['wants'])}"
                )
                for entry in result.get("upgrade_pending", [])
            ),
        ]
        return result

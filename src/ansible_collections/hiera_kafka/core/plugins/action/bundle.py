"""Ships one role's section of the host's catalog and has it applied there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.utils.vars import load_extra_vars

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.section import SectionAction, reported
from hiera_kafka.bridge import bundle
from hiera_kafka.text import one_line

TAKE_OVER = "hiera_kafka_take_over"
"""Extra variable: directories of other users that may be taken over, path to the present owner."""


class ActionModule(SectionAction):
    """Renders on the controller, sends one file, runs one module."""

    TRANSFERS_FILES = True

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        section = str(self.options(["section"])["section"])
        host = str(task_vars["inventory_hostname"])
        take_over = self._take_over(task_vars)
        data, digest = reported(bundle.pack, self.inventory_file(task_vars), host, section)
        shell = self._connection._shell
        try:
            path = shell.join_path(self._make_tmp_path(), "bundle.json.gz")
            self._transfer_data(path, data)
            self._fixup_perms2((shell.tmpdir, path), execute=False)
            self._remote_chmod((path,), "0600")
            arguments = {"path": path, "digest": digest, "section": section, "take_over": take_over}
            result |= self._execute_module("hiera_kafka.core.target.bundle", module_args=arguments, task_vars=task_vars)
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

    def _take_over(self, task_vars: dict[str, Any]) -> dict[str, str]:
        """Return the directories that the caller, and nobody else, wants taken over."""
        given = load_extra_vars(self._loader)
        if TAKE_OVER not in given:
            if task_vars.get(TAKE_OVER):
                raise AnsibleActionFail(
                    f"{TAKE_OVER} is set by the inventory or a playbook; it counts as an extra variable (-e) alone, "
                    "since whoever writes data must not decide which directories change hands"
                )
            return {}
        found = given[TAKE_OVER]
        if not isinstance(found, Mapping) or not all(
            str(path).startswith("/") and isinstance(owner, str | int) for path, owner in found.items()
        ):
            example = '-e \'{"hiera_kafka_take_over": {"/srv/kafka/data": "olduser"}}\''
            raise AnsibleActionFail(f"{TAKE_OVER} must be a dictionary of absolute path to present owner: {example}")
        return {str(path): str(owner) for path, owner in found.items()}

"""Ships one role's section of the host's catalog and has it applied there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail
from ansible.utils.vars import load_extra_vars

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import (
    SECTION,
    Action,
    Arguments,
    Request,
    reported,
)
from hiera_kafka.bridge import bundle
from hiera_kafka.text import one_line

TAKE_OVER = "hiera_kafka_take_over"
"""Extra variable: directories of other users that may be taken over, path to the present owner."""


class ActionModule(Action):
    """Renders on the control node, sends one file, runs one module."""

    TRANSFERS_FILES = True
    ARGUMENTS: ClassVar[Arguments] = SECTION

    def act(self, request: Request) -> dict[str, Any]:
        take_over = self._take_over(request.task_vars)
        data, digest = reported(bundle.pack, request.section)
        shell = self._connection._shell
        try:
            path = shell.join_path(self._make_tmp_path(), "bundle.json.gz")
            self._transfer_data(path, data)
            self._fixup_perms2((shell.tmpdir, path), execute=False)
            self._remote_chmod((path,), "0600")
            arguments = {"path": path, "digest": digest, "section": request.section.role, "take_over": take_over}
            result = self.on_host("bundle", arguments, request)
        finally:
            self._remove_tmp_path(shell.tmpdir)
        pending = _warnings(request.host, result.get("upgrade_pending", []))
        return {**result, "warnings": [*result.get("warnings", []), *pending]}

    def _take_over(self, task_vars: dict[str, Any]) -> dict[str, str]:
        """Return the directories that the caller, and nobody else, wants taken over."""
        given = load_extra_vars(self._loader)
        if TAKE_OVER not in given:
            if task_vars.get(TAKE_OVER):
                raise AnsibleActionFail(
                    f"{TAKE_OVER} is set by the inventory or a playbook; it counts as an extra variable (-e) alone, "
                    "since authors of data must not decide which directories change hands"
                )
            return {}
        found = given[TAKE_OVER]
        if not isinstance(found, Mapping) or not all(
            str(path).startswith("/") and isinstance(owner, str | int) for path, owner in found.items()
        ):
            example = '-e \'{"hiera_kafka_take_over": {"/srv/kafka/data": "olduser"}}\''
            raise AnsibleActionFail(f"{TAKE_OVER} must be a dictionary of absolute path to present owner: {example}")
        return {str(path): str(owner) for path, owner in found.items()}


def _warnings(host: str, pending: Iterable[dict[str, Any]]) -> Iterable[str]:
    for entry in pending:
        has, wants = ", ".join(entry["has"]), ", ".join(entry["wants"])
        yield one_line(f"upgrade pending on {host}: {entry['path']} has {has}, the data wants {wants}")

"""Ships one role's section of the host's catalog and has it applied there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils import released
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import (
    SECTION,
    Action,
    Arguments,
    Request,
    reported,
)
from hiera_kafka.bridge import bundle
from hiera_kafka.text import one_line


class ActionModule(Action):
    """Renders on the control node, sends one file, runs one module."""

    TRANSFERS_FILES = True
    ARGUMENTS: ClassVar[Arguments] = SECTION

    def act(self, request: Request) -> dict[str, Any]:
        take_over = released.take_over(self._loader, request.task_vars)
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


def _warnings(host: str, pending: Iterable[dict[str, Any]]) -> Iterable[str]:
    for entry in pending:
        has, wants = ", ".join(entry["has"]), ", ".join(entry["wants"])
        yield one_line(f"upgrade pending on {host}: {entry['path']} has {has}, the data wants {wants}")

"""Ships one role's section of the host's catalog and has it applied there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils import released
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import SECTION, Arguments, Request, reported
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.looking import LookingAction
from hiera_kafka.bridge import bundle, looks
from hiera_kafka.text import one_line


class ActionModule(LookingAction):
    """Renders on the control node, sends one file, runs one module; unless the host is known to be as it should be."""

    ARGUMENTS: ClassVar[Arguments] = SECTION

    def act(self, request: Request) -> dict[str, Any]:
        take_over = released.take_over(self._loader, request.task_vars)
        result = self.settled("bundle", looks.applied(take_over), request)
        if result is None:
            result = self._applied(request, take_over)
        pending = _warnings(request.host, result.get("upgrade_pending", []))
        return {**result, "warnings": [*result.get("warnings", []), *pending]}

    def _applied(self, request: Request, take_over: Mapping[str, str]) -> dict[str, Any]:
        data, digest = reported(bundle.pack, request.section)
        self.will_change()
        shell = self._connection._shell
        try:
            path = shell.join_path(self._make_tmp_path(), "bundle.json.gz")
            self._transfer_data(path, data)
            self._fixup_perms2((shell.tmpdir, path), execute=False)
            self._remote_chmod((path,), "0600")
            arguments = {"path": path, "digest": digest, "section": request.section.role, "take_over": take_over}
            return self.on_host("bundle", arguments, request)
        finally:
            self._remove_tmp_path(shell.tmpdir)


def _warnings(host: str, pending: Iterable[dict[str, Any]]) -> Iterable[str]:
    for entry in pending:
        has, wants = ", ".join(entry["has"]), ", ".join(entry["wants"])
        yield one_line(f"upgrade pending on {host}: {entry['path']} has {has}, the data wants {wants}")

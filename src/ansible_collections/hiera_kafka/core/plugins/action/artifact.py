"""Brings the Kafka release of one role to the host, unless it is there."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import SECTION, Arguments, Request, reported
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.looking import LookingAction
from hiera_kafka.bridge import releases


class ActionModule(LookingAction):
    """Asks the host first, and sends the release only when the host does not have it."""

    ARGUMENTS: ClassVar[Arguments] = SECTION

    def act(self, request: Request) -> dict[str, Any]:
        wanted = reported(releases.artifacts, request.section)
        result: dict[str, Any] = {"changed": False}
        for arguments in wanted:
            done = self._install(arguments, request)
            if done.get("failed"):
                return {**result, **done}
            result["changed"] |= bool(done.get("changed"))
        return result

    def _install(self, arguments: dict[str, Any], request: Request) -> dict[str, Any]:
        source = arguments["src"]
        if source is None:  # check mode, and not fetched yet
            return {"changed": True, "msg": "the release is not in the cache; a run would fetch and unpack it"}
        settled = self.settled("artifact", arguments, request)
        if settled is not None:
            return settled
        self.will_change()
        if self._connection.transport != "local":
            arguments = {**arguments, "src": None}
        done = self.on_host("artifact", arguments, request)
        if not done.get("needs_src"):
            return done
        shell = self._connection._shell
        try:
            remote = shell.join_path(self._make_tmp_path(), "kafka.tar")
            self._transfer_file(source, remote)
            self._fixup_perms2((shell.tmpdir, remote), execute=False)
            return self.on_host("artifact", {**arguments, "src": remote}, request)
        finally:
            self._remove_tmp_path(shell.tmpdir)

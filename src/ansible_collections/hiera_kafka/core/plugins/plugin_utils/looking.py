"""Actions that a look at their host may have answered already, and those that look."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils import released
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Request, referring, reported
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.kept import Looks
from hiera_kafka.bridge import looks


@dataclass(frozen=True)
class Look:
    """A look that was made.

    Attributes:
        result: Of the module `preflight`.
        before: The control node's clock before the host was asked, in seconds since 1970.
        after: The same after it had answered.
    """

    result: dict[str, Any]
    before: float
    after: float


class LookingAction(Action):
    """An action that uses, and renews, what the run keeps of a look at its host."""

    def look(self, request: Request, preflight: Mapping[str, Any] | None = None) -> Look:
        """Look at the host, and keep what the run's tasks would find unchanged there.

        Args:
            request: The task's.
            preflight: What is to be looked for before the host is touched; None looks for nothing of the kind.
        """
        kept = self._kept()
        changes, at = (kept.changes(), time.monotonic()) if kept else (0, 0.0)
        started = [str(name) for name in request.task_vars["ansible_play_hosts"]]
        take_over = released.take_over(self._loader, request.task_vars)
        asked = reported(looks.calls, request.inventory_file, request.host, started, take_over) if kept else []
        question = reported(looks.question, request.inventory_file, request.host, asked, preflight)
        before = time.time()
        result = self.on_host("preflight", {"request": json.dumps(question)}, request)
        after = time.time()
        if kept:
            answers = looks.answers(asked, result.get("answer"))
            kept.keep(request.host, {self._counted(key): one for key, one in answers.items()}, changes, at)
        return Look(result, before, after)

    def settled(self, module: str, arguments: Mapping[str, Any], request: Request) -> dict[str, Any] | None:
        """Return what a call of a module on the host would return, if a look has shown that it would change nothing.

        Where that was so when the host was last looked at, and something has changed since, the host is looked at
        again. None is for what has to be called.
        """
        kept = self._kept()
        if kept is None:
            return None
        key = self._counted(looks.key_of(module, request.section.role, arguments))
        found = kept.take(request.host, key)
        if found is not None and not found.counts:
            self.look(request)
            found = kept.take(request.host, key)
        if found is None or not found.counts:
            return None
        return {name: referring(value) for name, value in found.result.items()}

    def will_change(self) -> None:
        """Note, before a module is called that may change the host, that looks of before do not count any longer."""
        kept = Looks.of_run()
        if kept is not None and not self._task.check_mode:
            kept.changed()

    def _kept(self) -> Looks | None:
        # A task that is delegated is about another host than it names.
        return Looks.of_run() if not self._task.delegate_to else None

    def _counted(self, key: str) -> str:
        """Return the key of a call for the way in which this task reaches its host."""
        become = self._connection.become
        user = become.get_option("become_user", playcontext=self._play_context) if become else None
        return hashlib.sha256(f"{key} {self._connection.transport} {user}".encode()).hexdigest()

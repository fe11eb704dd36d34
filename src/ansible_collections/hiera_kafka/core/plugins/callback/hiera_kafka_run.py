"""Follows a run from its beginning, so that looks at hosts are not used once something has changed."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hiera_kafka_run
type: aggregate
short_description: Let tasks share what was read, and note when one may have changed a host
version_added: 0.3.0
description:
  - Has what M(hiera_kafka.core.preflight) saw of each host kept for the tasks that follow it, and no longer than until
    a task has changed something on any host, or may have.
  - Tasks of the collection have changed something where they say so, or fail; all others where they have run on a host,
    whatever they say, except those of Ansible that only set variables, print, or choose what is run.
  - Has what all tasks need of the package loaded once, before Ansible makes a process for each task and host.
  - Needs no setting. The inventory plugin P(hiera_kafka.core.hiera#inventory) has it loaded in every run.
  - Prints nothing.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

from typing import Any

from ansible.plugins.callback import CallbackBase

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.inventories import READ
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.kept import Looks
from hiera_kafka.bridge import forks

_OURS = "hiera_kafka.core."
_LOOKING = frozenset(
    _OURS + name
    for name in (
        "admit",
        "fetch",
        "gate",
        "look",
        "preflight",
        "ready",
        "roll_observe",
        "roll_plan",
        "validate",
        "verify",
    )
)
_ANSIBLE = "ansible.builtin."
_ON_CONTROL_NODE = frozenset(
    _ANSIBLE + name
    for name in (
        "add_host",
        "assert",
        "debug",
        "fail",
        "group_by",
        "import_playbook",
        "import_role",
        "import_tasks",
        "include_role",
        "include_tasks",
        "include_vars",
        "meta",
        "set_fact",
        "set_stats",
        "validate_argument_spec",
    )
)


class CallbackModule(CallbackBase):  # type: ignore[misc]  # no types in ansible-core
    """Marks each change in the run's looks."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "hiera_kafka_run"
    CALLBACK_NEEDS_ENABLED = False

    def __init__(self) -> None:
        super().__init__()
        self._looks: Looks | None = None

    def v2_playbook_on_start(self, playbook: Any) -> None:  # noqa: ARG002  # as Ansible calls it
        """Begin: no worker has been forked yet."""
        forks.prepare([str(file) for file in READ])
        self._looks = Looks.begin()

    def v2_runner_on_ok(self, result: Any) -> None:
        """Note what a task has done that ended well."""
        self._note(result, ended_well=True)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:  # noqa: ARG002  # as above
        """Note what a task may have done that failed."""
        self._note(result, ended_well=False)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """Note what a task may have done before the connection broke."""
        self._note(result, ended_well=False)

    def _note(self, result: Any, *, ended_well: bool) -> None:
        if self._looks is not None and _may_have_changed(result, ended_well=ended_well):
            self._looks.changed()


def _may_have_changed(result: Any, *, ended_well: bool) -> bool:
    task = result._task
    action = str(task.resolved_action or task.action)
    if action in _LOOKING or action in _ON_CONTROL_NODE:
        return False
    if action.startswith(_OURS) and ended_well:
        return bool(result._result.get("changed"))
    return True

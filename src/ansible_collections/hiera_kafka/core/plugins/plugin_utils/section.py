"""What the action plugins share: reading the task, calling the package, saying what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail, AnsibleConnectionFailure
from ansible.plugins.action import ActionBase

from hiera_kafka.errors import HieraKafkaError


def reported(call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Return what a function of the bridge returns; its Diagnostics become the task's failure."""
    try:
        return call(*arguments, **options)
    except HieraKafkaError as error:
        raise AnsibleActionFail("\n" + error.render(str(Path.cwd()))) from error


class SectionAction(ActionBase):
    """An action on one role's section of the host's catalog."""

    def options(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
        """Return the task's arguments, refusing unknown and missing ones."""
        given = dict(self._task.args)
        unknown = sorted(set(given) - set(required) - set(optional))
        missing = sorted(set(required) - set(given))
        if unknown or missing:
            known = ", ".join([*required, *optional]) or "none"
            what = [f"unknown: {', '.join(unknown)}"] if unknown else []
            what += [f"missing: {', '.join(missing)}"] if missing else []
            raise AnsibleActionFail(f"{self._task.action}: {'; '.join(what)}; arguments are: {known}")
        return given

    def on_host(self, module: str, arguments: dict[str, Any], task_vars: dict[str, Any]) -> dict[str, Any]:
        """Run a module of the collection on the task's host, and return its result.

        Ansible runs no rescue for a host that does not answer. Where the variable `unreachable_is_failure` is true that
        is a failure as any other, for plays that have something to give back.
        """
        try:
            result: dict[str, Any] = self._execute_module(
                f"hiera_kafka.core.target.{module}", module_args=arguments, task_vars=task_vars
            )
        except AnsibleConnectionFailure as error:
            if task_vars.get("unreachable_is_failure"):
                raise AnsibleActionFail(f"the host does not answer: {error}") from error
            raise
        return result

    @staticmethod
    def inventory_file(task_vars: dict[str, Any]) -> str:
        """Return the inventory file that the host came from."""
        try:
            return str(task_vars["hiera_kafka_inventory_file"])
        except KeyError:
            raise AnsibleActionFail(
                "host variable hiera_kafka_inventory_file is missing: the host is not from an inventory of the plugin "
                "hiera_kafka.core.hiera, or a group_vars file overrides it"
            ) from None

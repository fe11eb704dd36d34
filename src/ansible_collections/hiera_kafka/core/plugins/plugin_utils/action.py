"""What the action plugins share: checking options, calling the package, running modules, reporting what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, ParamSpec, TypeVar

from ansible.errors import AnsibleActionFail, AnsibleConnectionFailure
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase

from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.rule_pages import with_references

Arguments = Mapping[str, Mapping[str, Any]]
"""Options by name, each as Ansible's argument specs describe it."""

SECTION: Arguments = {"section": {"type": "str", "required": True}}
"""The option of every action on one role; documented by the fragment `section`."""

P = ParamSpec("P")
R = TypeVar("R")


def reported(call: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> R:
    """Return what a function of the package returns.

    Raises:
        AnsibleActionFail: With the Diagnostics of the function's error, as text.
    """
    try:
        return call(*arguments, **options)
    except HieraKafkaError as error:
        raise AnsibleActionFail("\n" + error.render(str(Path.cwd()))) from error


@dataclass(frozen=True)
class Request:
    """What one task asks for.

    Attributes:
        options: The task's options by name, of the types that they are documented with, defaults included.
        task_vars: Ansible's variables of the task.
    """

    options: Mapping[str, Any]
    task_vars: dict[str, Any]

    @property
    def host(self) -> str:
        """The task's host, by its name in the inventory."""
        return str(self.task_vars["inventory_hostname"])

    @property
    def inventory_file(self) -> str:
        """Absolute path of the inventory file that the host came from.

        Raises:
            AnsibleActionFail: The host is not from an inventory of this collection's plugin.
        """
        try:
            return str(self.task_vars["hiera_kafka_inventory_file"])
        except KeyError:
            raise AnsibleActionFail(
                "host variable hiera_kafka_inventory_file is missing: the host is not from an inventory of the plugin "
                "hiera_kafka.core.hiera, or a group_vars file overrides it"
            ) from None

    @cached_property
    def section(self) -> HostSection:
        """The section that the option `section` names, of the task's host.

        Raises:
            AnsibleActionFail: The data has errors, or the host does not have the role.
        """
        return reported(HostSection.of, self.inventory_file, self.host, self.options["section"])


def referring(value: Any) -> Any:
    """Return messages of a host's result with references to pages that are right for readers on the control node."""
    if isinstance(value, list):
        return [referring(item) for item in value]
    return with_references(value) if isinstance(value, str) else value


class Action(ActionBase):
    """An action of the collection: checks the task's options, and leaves the rest to `act`.

    Attributes:
        ARGUMENTS: The options, exactly as the module of the same name documents them.
    """

    ARGUMENTS: ClassVar[Arguments] = {}

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        found = self.act(Request(self._options(), task_vars))
        # `msg` has all of it, and Ansible shows all of a failure's result.
        found.pop("problems", None)
        return {**result, "changed": False, **found}

    def act(self, request: Request) -> dict[str, Any]:
        """Do what the task asks for, and return its result; unless that says otherwise, nothing was changed.

        Raises:
            AnsibleActionFail: It cannot be done.
        """
        raise NotImplementedError

    def _options(self) -> dict[str, Any]:
        """Return the task's options as `ARGUMENTS` wants them, or refuse them with everything that is wrong."""
        known = {name: value for name, value in self._task.args.items() if name in self.ARGUMENTS}
        unknown = sorted(set(self._task.args) - set(known))
        checked = ArgumentSpecValidator(self.ARGUMENTS).validate(known)
        faults = [f"unknown: {', '.join(unknown)}"] if unknown else []
        faults += checked.error_messages
        if faults:
            allowed = ", ".join(self.ARGUMENTS) or "none"
            raise AnsibleActionFail(f"{self._task.action}: {'; '.join(faults)}; options are: {allowed}")
        options: dict[str, Any] = checked.validated_parameters
        return options

    def on_host(self, module: str, arguments: Mapping[str, Any], request: Request) -> dict[str, Any]:
        """Run one of the modules in `modules/target` on the task's host, and return its result."""
        result: dict[str, Any] = self._execute_module(
            f"hiera_kafka.core.target.{module}", module_args=dict(arguments), task_vars=request.task_vars
        )
        if "problems" in result:
            result.pop("exception", None)  # Ansible's own copy of the message, which it would show in place of `msg`
        return {name: referring(value) for name, value in result.items()}

    def on_reached_host(self, module: str, arguments: Mapping[str, Any], request: Request) -> dict[str, Any]:
        """Do the same; a host that does not answer fails the task where `unreachable_is_failure` is true.

        Ansible runs no rescue for a host that does not answer. A play that has something to give back sets that
        variable, and so gets a failure like any other.

        Raises:
            AnsibleActionFail: The host does not answer, and that is a failure.
            AnsibleConnectionFailure: The host does not answer.
        """
        try:
            return self.on_host(module, arguments, request)
        except AnsibleConnectionFailure as error:
            if request.task_vars.get("unreachable_is_failure"):
                raise AnsibleActionFail(f"the host does not answer: {error}") from error
            raise

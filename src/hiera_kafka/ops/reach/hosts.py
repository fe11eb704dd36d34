"""How the hosts of an inventory are reached: Ansible is asked while the caller compiles the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from hiera_kafka.access import NOTHING, Access
from hiera_kafka.clients.ansible_inventory import AnsibleSettings, InventoryQuery, rendered_variables
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.ops.reach.connection import VARIABLES, reach_of, templates
from hiera_kafka.project import Project


class HostReaches:
    """Asks Ansible how hosts are reached; a context manager. The question is under way from the beginning."""

    def __init__(
        self, project: Project, inventory: Path, beside: Sequence[Path] = (), access: Access = NOTHING
    ) -> None:
        """Ask.

        Args:
            project: The repository or checkout, and what runs for it.
            inventory: Inventory file, or the directory that Ansible is given.
            beside: Further inventories with addresses and keys, which win.
            access: What the caller lets the data reach beyond its repository.

        Raises:
            ProjectError: `untrusted-code`.
        """
        self._project = project
        self._inventories = (inventory, *beside)
        self._access = access
        self._query = InventoryQuery(project, self._inventories, access)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Wait for no answer any more."""
        self._query.close()

    def of(self, hosts: Iterable[str]) -> tuple[Reach, ...]:
        """Wait for the answer, and return how hosts are reached; one that Ansible does not know has no variables.

        Raises:
            ProjectError: `ansible-inventory-failed`, `connection-variable-invalid`, `connection-not-served`; those of
                all hosts.
        """
        wanted = tuple(hosts)
        found = self._query.variables()
        variables = {host: found.get(host, {}) for host in wanted}
        if any(templates(own) for own in variables.values()):
            rendered = rendered_variables(self._project, self._inventories, VARIABLES, self._access)
            variables = {host: own | rendered.get(host, {}) for host, own in variables.items()}
        settings = AnsibleSettings(self._query.environment)
        reaches: list[Reach] = []
        wrong: list[HieraKafkaError] = []
        for host, own in variables.items():
            try:
                reaches.append(reach_of(host, own, settings))
            except HieraKafkaError as error:
                wrong.append(error)
        if wrong:
            raise type(wrong[0])([diagnostic for error in wrong for diagnostic in error.diagnostics])
        return tuple(reaches)

"""One role of one host: what most functions of the bridge are about, made once a task."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import Catalog, Section
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.sections import compiler_of, section_of


@dataclass(frozen=True)
class HostSection:
    """One role's section of a host's catalog, with all that it stands in.

    Attributes:
        compiler: The compiler of the inventory that has the host.
        catalog: The whole catalog of the host.
        section: What the role makes of the host.
    """

    compiler: Compiler
    catalog: Catalog
    section: Section

    @classmethod
    def of(cls, inventory_file: str, host: str, role: str) -> HostSection:
        """Find the section of a role in a host's catalog.

        Args:
            inventory_file: Absolute path.
            host: FQDN.
            role: Such as `zookeeper`; the catalog of the host has a section of it.

        Raises:
            HieraKafkaError: The data has errors, or (`role-not-of-host`) the host does not have the role.
        """
        catalog, section = section_of(inventory_file, host, role)
        return cls(compiler_of(inventory_file), catalog, section)

    @property
    def machine(self) -> Machine:
        """The host, with its platform."""
        return self.catalog.machine

    @property
    def host(self) -> str:
        """FQDN of the host."""
        return self.catalog.host

    @property
    def role(self) -> str:
        """Name of the role."""
        return self.section.role

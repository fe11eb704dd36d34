"""All resources of a role, and all roles of a host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Annotated

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources.certificates import Certificate, Keystore
from hiera_kafka.catalog.resources.checks import Guard, Readiness
from hiera_kafka.catalog.resources.files import Absent, Directory, File, Line, Link, Owned, User
from hiera_kafka.catalog.resources.placements import Placement
from hiera_kafka.catalog.resources.services import Artifact, Port, Service, Sysctl, Unit
from hiera_kafka.catalog.resources.wire import DefaultOnly, OnControlNode, Resource
from hiera_kafka.errors import Diagnostic


@dataclass(frozen=True, slots=True)
class Section:
    """What one role makes of a host.

    Attributes:
        role: The role, which names the section.
        cluster: Empty where the role belongs to none.
        packages: Packages of the distribution. Those of the role `java` are a variable of the host; others have no way.
    """

    role: Annotated[str, OnControlNode("stands in the head of a bundle")]
    cluster: Annotated[str, OnControlNode("names the cluster to people")]
    packages: Annotated[tuple[str, ...], DefaultOnly()] = ()
    users: tuple[User, ...] = ()
    directories: tuple[Directory, ...] = ()
    files: tuple[File, ...] = ()
    links: tuple[Link, ...] = ()
    services: tuple[Service, ...] = ()
    sysctls: tuple[Sysctl, ...] = ()
    ports: tuple[Port, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    guards: tuple[Guard, ...] = ()
    readiness: tuple[Readiness, ...] = ()
    owned: tuple[Owned, ...] = ()
    lines: tuple[Line, ...] = ()
    absent: tuple[Absent, ...] = ()
    units: tuple[Unit, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    keystores: tuple[Keystore, ...] = ()
    placements: tuple[Placement, ...] = ()

    def resources(self) -> Iterator[Resource]:
        """Yield every resource, in the order of the kinds above."""
        for name in RESOURCES:
            yield from getattr(self, name)


RESOURCES = tuple(one.name for one in fields(Section) if one.name not in {"role", "cluster", "packages"})
"""Names of the fields of a section that hold resources."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """All that one host must be, a section a role, in the order in which roles run."""

    machine: Machine
    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    @property
    def host(self) -> str:
        """FQDN of the host."""
        return self.machine.host

    def section(self, role: str) -> Section | None:
        """Return what `role` makes of this host, None when the host does not have it."""
        return next((section for section in self.sections if section.role == role), None)

    def files(self) -> Iterator[File]:
        """Yield every file of every section."""
        for section in self.sections:
            yield from section.files

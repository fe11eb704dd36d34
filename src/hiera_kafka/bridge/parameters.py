"""Parameters of modules on hosts: those that follow from the catalog, none of them secret."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.needs import MIRRORS, disk_needs, minimum_java
from hiera_kafka.catalog.resources import METADATA_GUARD, Guard, Run, Section
from hiera_kafka.catalog.shipping import parameters_of
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.errors import CatalogError, Diagnostic
from hiera_kafka.text import one_line


def services(host_section: HostSection, state: str, only: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Return the parameters of the module `service` for each service of a role, in the order in which they start.

    Args:
        host_section: The role on its host.
        state: `started` or `stopped`.
        only: Names of the services that are meant; None: all of them.

    Raises:
        CatalogError: `service-unknown`: the role has no service of a name.
    """
    section, machine = host_section.section, host_section.machine
    _check_names(host_section, only)
    guards = [_guard(guard) for guard in section.guards if guard.kind == METADATA_GUARD] if state == "started" else []
    return [
        to_plain(
            {
                **parameters_of(service, "service"),
                "service_manager": machine.service_manager,
                "root": machine.root,
                "state": state,
                **({"guards": guards} if guards else {}),
            }
        )
        for service in section.services
        if only is None or service.name in only
    ]


def restart_warnings(
    host: str, pending: Sequence[Mapping[str, Any]], unknown: Sequence[Mapping[str, Any]] = ()
) -> list[str]:
    """Return a warning for each service of a host that has a restart pending, or may have.

    Args:
        host: The host.
        pending: `service` and `files` of each, as the module `service` returns them.
        unknown: The same and `starts` of each that is in a crash loop.
    """
    return [
        *(
            one_line(
                f"restart pending on {host}: {entry['service']} runs with other files than those on disk: "
                + ", ".join(entry["files"])
            )
            for entry in pending
        ),
        *(
            one_line(
                f"{entry['service']} on {host} was started again {entry['starts']} times in the last ten minutes: "
                "where it stays up now, a restart is pending, for it runs with other files than those on disk: "
                + ", ".join(entry["files"])
            )
            for entry in unknown
        ),
    ]


def units(host_section: HostSection, state: str) -> list[dict[str, Any]]:
    """Return the parameters of the module `service` for each unit that stands over services of a role."""
    manager = host_section.machine.service_manager
    return [
        to_plain({**parameters_of(unit, "service"), "service_manager": manager, "state": state})
        for unit in host_section.section.units
    ]


def _check_names(host_section: HostSection, only: Collection[str] | None) -> None:
    host, role = host_section.host, host_section.role
    names = [service.name for service in host_section.section.services]
    unknown = sorted(set(only or ()) - set(names))
    if unknown:
        raise CatalogError(
            Diagnostic(
                "service-unknown",
                f"{host} has no service {', '.join(unknown)} of the role {role}, it has: {', '.join(names)}",
                hint="see `hiera-kafka catalog` of the host",
            )
        )


def ready(host_section: HostSection, started: Collection[str], only: Collection[str] | None = None) -> dict[str, Any]:
    """Return the parameters of the module `ready`.

    Args:
        host_section: The role whose services must answer, on its host.
        started: Hosts of this run; with `--limit`, a first start cannot wait for hosts that nobody started.
        only: Names of the services that are waited for; None: all of them.

    Raises:
        CatalogError: `service-unknown`: the role has no service of a name.
    """
    section, machine = host_section.section, host_section.machine
    _check_names(host_section, only)
    run = Run(started, section.services, section.readiness)
    services = {service.name: parameters_of(service, "ready") for service in section.services}
    plain: dict[str, Any] = to_plain(
        {
            "checks": [
                {
                    "kind": readiness.kind,
                    **parameters_of(readiness, "ready"),
                    **readiness.made(run),
                    **services[readiness.service],
                }
                for readiness in section.readiness
                if only is None or readiness.service in only
            ],
            "service_manager": machine.service_manager,
            "root": machine.root,
        }
    )
    return plain


def left_out(host_section: HostSection, started: Collection[str]) -> list[str]:
    """Return the members of the host's cluster that this run does not start, and so does not wait for."""
    readiness = host_section.section.readiness
    return sorted({name for check in readiness for name in check.members if name not in started})


def preflight(inventory_file: str, host: str) -> dict[str, Any]:
    """Return the parameters of the module `preflight`: all roles of a host at once."""
    catalog = compiler_of(inventory_file).catalog(host)
    sections = catalog.sections
    plain: dict[str, Any] = to_plain(
        {
            "guards": [_guard(guard) for section in sections for guard in section.guards],
            "host": host,
            "placements": [
                {**parameters_of(placement, "preflight"), **placement.made()}
                for section in sections
                for placement in section.placements
            ],
            "managed": _managed(sections, catalog.machine.root),
            "ports": [parameters_of(port, "preflight") for section in sections for port in section.ports],
            "services": [service.name for section in sections for service in section.services],
            "families": [MIRRORS],
            "java_home": catalog.machine.platform.java_home,
            "java_user": next((service.user for section in sections for service in section.services), "nobody"),
            # Where a package brings it, the role java installs what is missing.
            "java_required": catalog.machine.platform.java_package is None,
            "java_minimum": minimum_java(sections),
            "disk": [{"path": path, "needed_bytes": count} for path, count in disk_needs(sections).items()],
            "service_manager": catalog.machine.service_manager,
            "root": catalog.machine.root,
        }
    )
    return plain


def _guard(guard: Guard) -> dict[str, Any]:
    return {**parameters_of(guard, "preflight"), **guard.made()}


def _managed(sections: Sequence[Section], root: str) -> list[str]:
    """Return what a run writes on a host, as Puppet names resources."""
    paths: set[str] = set()
    for section in sections:
        paths |= {directory.path for directory in section.directories} | {file.path for file in section.files}
        paths |= {link.path for link in section.links}
    services = {service.name for section in sections for service in section.services}
    return sorted(
        [f"file[{path.removeprefix(root)}]" for path in paths] + [f"service[{service}]" for service in services]
    )


def root(inventory_file: str, host: str) -> str:
    """Return the directory that stands for the `/` of a host, empty for `/` itself.

    Raises:
        HieraKafkaError: The data has errors.
    """
    return Machine(compiler_of(inventory_file).platform, host).root

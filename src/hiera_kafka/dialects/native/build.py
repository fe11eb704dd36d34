"""Collects the sections of a host's catalog, and refuses two owners of one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hiera_kafka.catalog.command_lines import check_command_lines
from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import Catalog, Port, Section
from hiera_kafka.dialects.native import java
from hiera_kafka.dialects.native.data_paths import check_data_paths
from hiera_kafka.dialects.native.registry import SERVICES
from hiera_kafka.errors import CatalogError, Diagnostic, Position
from hiera_kafka.model.host_roles import KafkaNode
from hiera_kafka.model.services import HostModel


def build_catalog(model: HostModel, platform: Platform, diagnostics: Iterable[Diagnostic] = ()) -> Catalog:
    """Return the catalog of one host.

    Args:
        model: What the host is.
        platform: What kind of machine it is.
        diagnostics: Warnings found on the way, kept with the catalog.

    Raises:
        CatalogError: Two sections want different things of one path, service or port, or the data sets an option
            that follows from the model.
    """
    machine = Machine(platform, model.host)
    problems = [*_owned(model)]
    found = ((service, model.nodes(service.node)) for service in SERVICES)
    sections = [service.section(machine, nodes) for service, nodes in found if nodes]
    needed = java.java_section(platform)
    if sections and needed is not None:
        sections.insert(0, needed)
    problems += [
        *check_data_paths(machine, model, sections),
        *dict.fromkeys(check_command_lines(sections)),
        *_conflicts(machine, model, sections),
    ]
    if problems:
        raise CatalogError(problems)
    return Catalog(machine, tuple(sections), tuple(diagnostics))


def _owned(model: HostModel) -> Iterator[Diagnostic]:
    for service in SERVICES:
        for node in model.nodes(service.node):
            for option in service.owned_options(node):
                yield Diagnostic(
                    "option-follows-from-model",
                    f"{option.table} sets {option.name}, which follows from the clusters' data and may not be set "
                    "by hand",
                    where=option.origin.positions()[:1],
                    hint=option.hint,
                )


def _conflicts(machine: Machine, model: HostModel, sections: list[Section]) -> list[Diagnostic]:
    """Return a Diagnostic for each thing that two sections want differently; the same thing twice is one thing.

    Data directories are left to `check_data_paths`, which knows what may lie below what.
    """
    broker = model.service(KafkaNode)
    data = set(broker.settings.model.log_dirs) if broker is not None else set()
    data = {machine.path(path) for path in data}
    owners: dict[tuple[str, str], tuple[str, object]] = {}
    found: list[Diagnostic] = []
    for section in sections:
        for kind, name, resource in _claims(section):
            if kind == "path" and name in data:
                continue
            role, other = owners.setdefault((kind, name), (section.role, resource))
            if other != resource:
                found.append(
                    Diagnostic(
                        "two-owners",
                        f"{kind} {name} of {model.host} is wanted by {_both(role, section.role)}, in different ways",
                        where=_places(model, kind, resource, other),
                        hint="move one of them: each path, service and port of a host has one owner",
                    )
                )
    return found


def _both(one: str, other: str) -> str:
    return f"{one} and by {other}" if one != other else f"{one} twice"


def _places(model: HostModel, kind: str, *claims: object) -> tuple[Position, ...]:
    """Return where the data says what may clash: ports that it asks for by name, else the broker's."""
    if kind != "port":
        return ()
    found = [place for claim in claims if isinstance(claim, Port) for place in _places_of_port(model, claim)]
    broker = model.service(KafkaNode)
    if found or broker is None:
        return tuple(dict.fromkeys(found))
    return broker.cluster.origin("brokers", model.host, "port").positions()[:1]


def _places_of_port(model: HostModel, port: Port) -> Iterator[Position]:
    for service in SERVICES:
        for node in model.nodes(service.node):
            yield from service.port_positions(node, port)


def _claims(section: Section) -> Iterable[tuple[str, str, object]]:
    for directory in section.directories:
        yield "path", directory.path, directory
    for file in section.files:
        yield "path", file.path, file
    for link in section.links:
        yield "path", link.path, link
    for service in section.services:
        yield "service", service.name, service
    for sysctl in section.sysctls:
        yield "sysctl", sysctl.name, sysctl
    for artifact in section.artifacts:
        yield "artifact", artifact.path, artifact
    for port in section.ports:
        yield "port", str(port.port), port

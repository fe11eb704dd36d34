"""Collects the sections of a host's catalog, and refuses two owners of one thing."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from hiera_kafka.catalog.command_lines import check_command_lines
from hiera_kafka.catalog.conflicts import conflicts
from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import Catalog, Port, Section
from hiera_kafka.catalog.written_values import check_written
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
        *dict.fromkeys(check_written(sections)),
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


def _conflicts(machine: Machine, model: HostModel, sections: list[Section]) -> Iterable[Diagnostic]:
    """Return what two sections want differently.

    Data directories are left to `check_data_paths`, which knows what may lie below what.
    """
    broker = model.service(KafkaNode)
    data = broker.settings.model.log_dirs if broker is not None else ()
    left_out = {machine.path(path) for path in data}
    return conflicts(model.host, sections, places=functools.partial(_places, model), left_out=left_out)


def _places(model: HostModel, *claims: object) -> tuple[Position, ...]:
    """Return where the data says what may clash: ports that it asks for by name, else the broker's."""
    ports = [claim for claim in claims if isinstance(claim, Port)]
    found = [place for port in ports for place in _places_of_port(model, port)]
    broker = model.service(KafkaNode)
    if found or broker is None or not ports:
        return tuple(dict.fromkeys(found))
    return broker.cluster.origin("brokers", model.host, "port").positions()[:1]


def _places_of_port(model: HostModel, port: Port) -> Iterator[Position]:
    for service in SERVICES:
        for node in model.nodes(service.node):
            yield from service.port_positions(node, port)

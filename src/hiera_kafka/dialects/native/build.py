"""Collects the sections of a host's catalog, and refuses two owners of one thing."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from hiera_kafka.catalog.command_lines import check_command_lines
from hiera_kafka.catalog.conflicts import conflicts
from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import Catalog, Port, Section
from hiera_kafka.dialects.native import java, jvm, kafka, server_properties, zookeeper
from hiera_kafka.dialects.native.data_paths import check_data_paths
from hiera_kafka.dialects.native.mirror import client_properties, mirror, mirror_maker_2
from hiera_kafka.errors import CatalogError, Diagnostic, Position
from hiera_kafka.model.host import HostModel
from hiera_kafka.source import Origin

ROLES = (java.ROLE, zookeeper.ROLE, kafka.ROLE, mirror.ROLE)
"""Every role, in the order in which they run."""


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
    sections: list[Section] = []
    if model.zookeeper is not None:
        sections.append(zookeeper.zookeeper_section(machine, model.zookeeper))
    if model.kafka is not None:
        sections.append(kafka.broker_section(machine, model.kafka))
    if model.mirrors:
        sections.append(mirror.mirror_section(machine, model.mirrors))
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


def _owned(model: HostModel) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if model.kafka is not None:
        cluster = model.kafka.cluster
        found += [
            _owned_option(name, f"{cluster.name}.config", cluster.trace.key("config", name))
            for name in cluster.model.config
            if name in server_properties.OWNED_SETTINGS
        ]
    if model.zookeeper is not None:
        settings = model.zookeeper.settings
        found += [
            _owned_option(name, "kafka_zookeeper_config", settings.trace.key("kafka_zookeeper_config", name))
            for name in settings.model.config
            if name in zookeeper.OWNED_SETTINGS or re.fullmatch(r"server\.[0-9]+", name)
        ]
    for node in model.mirrors:
        found += [
            _owned_option(
                name,
                f"{node.settings.name}.{side}",
                node.settings.trace.sub(side).key(name),
                "remove it; the group has a key of its own, all else follows from the ends of the mirror",
            )
            for side, owned in client_properties.OWNED_SETTINGS.items()
            for name in getattr(node.settings.model, side)
            if name in owned
        ]
    return found


def _owned_option(
    name: str,
    table: str,
    origin: Origin,
    hint: str = "remove it; change the broker, its port, the hosts or the profile key that it follows from",
) -> Diagnostic:
    return Diagnostic(
        "option-follows-from-model",
        f"{table} sets {name}, which follows from the clusters' data and may not be set by hand",
        where=origin.positions()[:1],
        hint=hint,
    )


def _conflicts(machine: Machine, model: HostModel, sections: list[Section]) -> Iterable[Diagnostic]:
    """Return what two sections want differently.

    Data directories are left to `check_data_paths`, which knows what may lie below what.
    """
    data = model.kafka.settings.model.log_dirs if model.kafka is not None else ()
    left_out = {machine.path(path) for path in data}
    return conflicts(model.host, sections, places=functools.partial(_places, model), left_out=left_out)


def _places(model: HostModel, *claims: object) -> tuple[Position, ...]:
    """Return where the data says what may clash: ports that it asks for by name, else the broker's."""
    ports = [claim for claim in claims if isinstance(claim, Port)]
    found = [place for port in ports for place in _places_of_port(model, port)]
    if found or model.kafka is None or not ports:
        return tuple(dict.fromkeys(found))
    return model.kafka.cluster.origin("brokers", model.host, "port").positions()[:1]


def _places_of_port(model: HostModel, port: Port) -> Iterable[Position]:
    for node in model.mirrors:
        if port.service in {node.service(process) for process in range(node.processes)}:
            key = "rest_port" if port.purpose == mirror_maker_2.REST else "jmx_port"
            given = node.origin(key).positions() or node.origin("processes").positions()
            yield from (given or node.origin("source").positions())[:1]
    if port.purpose == jvm.JMX and model.kafka is not None and port.service == kafka.SERVICE:
        yield from model.kafka.settings.origin("kafka_jmx_port").positions()[:1]
    if port.purpose == jvm.JMX and model.zookeeper is not None and port.service == zookeeper.SERVICE:
        yield from model.zookeeper.settings.origin("kafka_zookeeper_jmx_port").positions()[:1]

"""Groups, hosts and their variables, as the inventory plugin hands them to Ansible."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hiera_kafka.bounded import one_run
from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.compiler.inventory import FILE_NAMES
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.dialects.native import java
from hiera_kafka.dialects.native.registry import ROLES, SERVICES
from hiera_kafka.errors import Diagnostic, ModelError, Position, ProjectError, Severity
from hiera_kafka.model.services import HostModel
from hiera_kafka.source import Origin

__all__ = ["FILE_NAMES", "HostEntry", "InventoryEntries", "entries", "require_read"]

SECTION = "section"
"""The role for services that have none of their own, and the group of their hosts; there is none without hosts."""


@dataclass(frozen=True, slots=True)
class HostEntry:
    """One host: the groups it is in, and its few variables."""

    name: str
    groups: tuple[str, ...]
    variables: dict[str, Any]


@dataclass(frozen=True, slots=True)
class InventoryEntries:
    """All that the inventory plugin adds.

    Attributes:
        groups: Every group, also those without hosts, so that plays over them are skipped rather than refused.
        hosts: Every host.
        warnings: One text a warning.
    """

    groups: tuple[str, ...]
    hosts: tuple[HostEntry, ...]
    warnings: tuple[str, ...]


def group_name(kind: str, cluster: str) -> str:
    """Return the name of a cluster's group; Ansible wants letters, digits and underscores."""
    return f"{kind}_{re.sub(r'[^A-Za-z0-9_]', '_', cluster)}"


@one_run()
def entries(inventory_file: str, base: str | None = None) -> InventoryEntries:
    """Return groups and hosts of an inventory file.

    Args:
        inventory_file: Absolute path.
        base: Directory that file names in warnings are shown relative to.

    Raises:
        HieraKafkaError: The data has errors; all of them at once.
    """
    compiler = compiler_of(inventory_file)
    warnings = tuple(diagnostic.render(base) for diagnostic in compiler.check())
    clusters = compiler.clusters
    groups = [
        *ROLES,
        *_groups("zookeeper_cluster", {name: found.trace.origin for name, found in clusters.ensembles.items()}),
        *_groups("kafka_cluster", {name: found.trace.origin for name, found in clusters.kafka.items()}),
    ]
    models = compiler.models
    hosts = tuple(
        _host(compiler.catalog(host), models[host], inventory_file) for host in compiler.hosts if host in models
    )
    others = [host for host in compiler.hosts if host not in models]
    warnings += tuple(refusal.render(base) for refusal in compiler.refusals(others, Severity.WARNING))
    named = dict.fromkeys((*groups, *(group for host in hosts for group in host.groups)))
    return InventoryEntries(tuple(named), hosts, warnings)


def require_read(hosts: Collection[str], unread: Iterable[Path]) -> None:
    """Refuse to go on without hosts, or without those of an inventory file that could not be read.

    Args:
        hosts: All hosts that Ansible knows of.
        unread: Inventory files with errors, which Ansible has shown.

    Raises:
        ProjectError: `inventory-unread`.
    """
    files = tuple(unread)
    if hosts and not files:
        return
    raise ProjectError(
        Diagnostic(
            "inventory-unread",
            "an inventory could not be read; its errors stand above" if files else "no inventory names a host",
            where=tuple(Position(str(file)) for file in files),
            note="Ansible itself would go on with the hosts that are left, and end with success",
            hint="correct it; `hiera-kafka lint -i INVENTORY` shows all that is wrong"
            if files
            else f"give one with -i: a file {FILE_NAMES[0]}, or its directory",
        )
    )


def _groups(kind: str, clusters: Mapping[str, Origin]) -> list[str]:
    """Return one group a cluster, and refuse two clusters whose hosts would be mixed in one group."""
    owners: dict[str, str] = {}
    for name, origin in clusters.items():
        other = owners.setdefault(group_name(kind, name), name)
        if other != name:
            raise ModelError(
                Diagnostic(
                    "group-name-clash",
                    f"the clusters {other!r} and {name!r} would both be the Ansible group {group_name(kind, name)}",
                    where=tuple(p for found in (origin, clusters[other]) for p in found.positions()[:1]),
                    note="the name of a group has letters, digits and underscores only",
                    hint="rename the newer one",
                )
            )
    return list(owners)


def _host(catalog: Catalog, model: HostModel, inventory_file: str) -> HostEntry:
    groups: list[str] = []
    variables: dict[str, Any] = {"hiera_kafka_inventory_file": inventory_file}
    needed = catalog.section(java.ROLE)
    if needed is not None:
        groups += [java.ROLE]
        variables["hiera_kafka_java_packages"] = needed.packages
    others: list[str] = []
    for service in SERVICES:
        section = catalog.section(service.role)
        if section is None:
            continue
        groups += [service.role]
        if not service.own_role:
            others += [service.role]
        if service.cluster_group:
            groups += [group_name(service.cluster_group, section.cluster)]
        for node in model.nodes(service.node):
            variables |= service.variables(model.host, node)
    if others:
        groups += [SECTION]
        variables["hiera_kafka_sections"] = others
    return HostEntry(model.host, tuple(groups), to_plain(variables))

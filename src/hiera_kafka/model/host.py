"""From one host's lookups to what it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hiera_kafka.errors import Diagnostic, Severity, nearest
from hiera_kafka.hiera.values.secrets import quoted
from hiera_kafka.model.base import StrictModel, Traced, shown
from hiera_kafka.model.clusters import Clusters
from hiera_kafka.model.kafka import ROLES
from hiera_kafka.model.lookups import Find, settings_of
from hiera_kafka.model.services import HostModel, HostQuery, ServiceSource

Sources = Sequence[ServiceSource[Any, Any]]
"""Of every service, in the order in which they run."""


def build_host(
    host: str, clusters: Clusters, find: Find, variables: Mapping[str, Any], sources: Sources
) -> tuple[HostModel, list[Diagnostic]]:
    """Build the model of one host.

    Args:
        host: FQDN.
        clusters: All clusters as this host's scope sees them.
        find: Lookup in this host's scope.
        variables: The host's top-scope variables.
        sources: Of every service.
    """
    settings, found = _settings(find, sources)
    roles, more = _roles(host, clusters, find, sources)
    found += more
    query = HostQuery(HostModel(host), clusters, find, variables, frozenset(roles))
    for source in sources:
        nodes, more = source.nodes(query, settings[source.role])
        found += more
        query = replace(query, model=HostModel(host, (*query.model.services, *nodes)))
    return query.model, found


def check_settings(host: str, clusters: Clusters, find: Find, sources: Sources) -> list[Diagnostic]:
    """Return what is wrong with a host's own keys, where its clusters are too broken to build its model."""
    settings, found = _settings(find, sources)
    for source in sources:
        given = settings[source.role]
        if given is not None and host in source.members(clusters):
            found += source.refused(given)
    return found


def _settings(find: Find, sources: Sources) -> tuple[dict[str, Traced[StrictModel] | None], list[Diagnostic]]:
    """Return the settings of each role, None where they are wrong or there are none, and what is wrong."""
    settings: dict[str, Traced[StrictModel] | None] = {}
    found: list[Diagnostic] = []
    for source in sources:
        settings[source.role] = None
        if source.settings is not None:
            settings[source.role], more = settings_of(find, source.settings, source.defaults)
            found += more
    return settings, found


def _roles(host: str, clusters: Clusters, find: Find, sources: Sources) -> tuple[set[str], list[Diagnostic]]:
    """Return the roles that the data gives the host, narrowed by `classes` where that names any of ours."""
    listed = {source.role for source in sources if source.listed(clusters, host)}
    classes = find("classes")
    if classes is None or classes.value is None:
        return listed, []
    if not isinstance(classes.value, list):
        word = quoted(classes.value, classes.origin, form=shown)
        message = f"classes must be a list of class names, found {word}"
        where = classes.trace.origin.positions()[:1]
        return listed, [Diagnostic("wrong-type", message, where=where, hint="write a list: [role::zookeeper::server]")]
    found: list[Diagnostic] = []
    named: dict[str, tuple[str, int]] = {}
    for index, item in enumerate(classes.value):
        name = str(item).removeprefix("::")
        if name in ROLES:
            named[ROLES[name]] = (name, index)
        elif name.startswith(("role::kafka", "role::zookeeper")):
            origin = classes.trace.at(index)
            near = None if origin.secret else nearest(name, list(ROLES))
            found.append(
                Diagnostic(
                    "unknown-role-class",
                    f"class {quoted(name, origin)} of {host} is not served, known are: {', '.join(sorted(ROLES))}",
                    where=origin.positions()[:1],
                    hint=f"did you mean {near!r}?" if near else None,
                    level=Severity.WARNING,
                )
            )
    if not named:
        return listed, found
    for role, (name, index) in named.items():
        if role not in listed:
            key = next(source.table for source in sources if source.role == role)
            found.append(
                Diagnostic(
                    "class-without-cluster",
                    f"{host} includes {name}, but no entry of {key} lists the host",
                    where=classes.trace.at(index).positions()[:1],
                    hint=f"add {host} to a cluster in {key}, or drop the class",
                )
            )
    return listed & set(named), found

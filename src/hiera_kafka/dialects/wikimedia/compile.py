"""From a host of a site to its catalog, as Wikimedia's Puppet would compile it."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import Platform, ServiceManager
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.misread_values import misread
from hiera_kafka.dialects.wikimedia.roles import CLASSES, role_class
from hiera_kafka.dialects.wikimedia.sites import Host, NodeList
from hiera_kafka.errors import Diagnostic, Level, nearest

PLATFORM = Platform(
    name="wikimedia",
    service_manager=ServiceManager.SYSTEMD,
    java_home="/usr/lib/jvm/java-8-openjdk-amd64",
    kafka_heap="1g",
    zookeeper_heap="1g",
    mirror_heap="1g",
    jvm_options="",
)
"""Machines of Wikimedia's: paths, users and services are the dialect's own, and come with its classes."""


def compile_host(site: NodeList, name: str) -> Catalog:
    """Return the catalog of a host of a site.

    Args:
        site: The site.
        name: Name of the host.

    Raises:
        WikimediaError: Puppet would not compile it; `category` says what it trips over.
        HieraError: The data cannot be read.
        ProjectError: The site has no such host.
    """
    return compile_node(site.host(name))


def compile_node(host: Host) -> Catalog:
    """Return the catalog of a host: a section for each class that makes something.

    Raises:
        WikimediaError: As `compile_host`.
        HieraError: The data cannot be read.
    """
    compilation = compilation_of(host)
    warnings = (*compilation.warnings, *misread(compilation.sections))
    return Catalog(Machine(PLATFORM, host.name), tuple(compilation.sections), warnings)


def compilation_of(host: Host) -> Compilation:
    """Return what the classes of a host were given, and what they made.

    Raises:
        WikimediaError: As `compile_host`.
        HieraError: The data cannot be read.
    """
    compilation = Compilation(host)
    role = [role_class(host.role)] if host.role is not None else []
    for name in (*role, *host.classes):
        declare = CLASSES.get(name)
        if declare is not None:
            declare(compilation)
        elif name.startswith(("role::kafka", "role::zookeeper", "profile::kafka", "profile::zookeeper")):
            compilation.warnings.append(_unknown_class(name))
    return compilation


def _unknown_class(name: str) -> Diagnostic:
    near = nearest(name, list(CLASSES))
    return Diagnostic(
        "puppet-class-not-served",
        f"the class {name} is not among those that this dialect knows, and nothing is compiled from it",
        hint=f"did you mean {near!r}?" if near else f"known are: {', '.join(CLASSES)}",
        level=Level.WARNING,
    )

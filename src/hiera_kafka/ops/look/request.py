"""What is asked of a host, which follows from its catalog; none of it is secret."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any

from hiera_kafka.catalog.needs import MIRRORS, disk_needs
from hiera_kafka.catalog.platform import ServiceManager
from hiera_kafka.catalog.resources import Catalog, Service, ZooKeeperReadiness
from hiera_kafka.catalog.shipping import parameters_of
from hiera_kafka.render import section_content
from hiera_kafka.render.engine import Renderer

ERRORS = 3
"""Of each process of a mirror, the newest that are read."""
_MYID, _BROKER_ID = "zookeeper-myid", "kafka-broker-id"


def everything(catalog: Catalog, renderer: Renderer, services: Collection[str]) -> dict[str, Any]:
    """Return the request for all that verify compares with the catalog of a host.

    Args:
        catalog: What the host must be.
        renderer: Renders its files.
        services: Names of services of all hosts: one of them that this host is not to have is no stranger's.

    Returns:
        As `module_utils/look/look.py` has it.
    """
    sections, root = catalog.sections, catalog.machine.root
    own = [service for section in sections for service in section.services]
    held = [renderer.file(file) for file in catalog.files() if file.hold and not file.secret]
    guards = [guard for section in sections for guard in section.guards]
    data = [path for guard in guards for path in guard.directories]
    return _request(
        catalog,
        {
            "addresses": True,
            "data": [path for guard in guards if guard.kind == _BROKER_ID for path in guard.directories],
            "filesystems": list(dict.fromkeys([root or "/", *disk_needs(sections), *data])),
            "held": {file.path: file.text for file in held},
            "java": _java(catalog, own),
            "listeners": True,
            "releases": {artifact.path: None for section in sections for artifact in section.artifacts},
            "sections": _sections(catalog, renderer),
            "servers": _servers(catalog),
            "errors": ERRORS,
            "services": [
                {
                    "name": one.name,
                    "log": one.log,
                    **_started_with(one),
                    **(_logs(one) if one.name.startswith(MIRRORS) else {}),
                }
                for one in own
            ],
            "strangers": {
                "names": sorted(name for name in services if not name.startswith(MIRRORS)),
                "prefixes": [MIRRORS],
            },
            "sysctls": [sysctl.name for section in sections for sysctl in section.sysctls],
        },
    )


def logs(catalog: Catalog, services: Collection[str], errors: int) -> dict[str, Any]:
    """Return the request for the state of services of a host, and the last errors of their logs.

    Args:
        catalog: What the host must be.
        services: Their names.
        errors: How many errors of each at most.
    """
    own = [one for section in catalog.sections for one in section.services if one.name in services]
    return _request(
        catalog,
        {
            "errors": errors,
            "services": [{"name": one.name, **_logs(one)} for one in own],
        },
    )


def _logs(service: Service) -> dict[str, Any]:
    """Return where a service prints, and what it logs beside that."""
    return {"logs": [service.log, str(PurePosixPath(service.log).with_suffix(".log"))]}


def _request(catalog: Catalog, facts: dict[str, Any]) -> dict[str, Any]:
    machine = catalog.machine
    return {
        "root": machine.root,
        "service_manager": str(machine.service_manager),
        # The clock frames every answer.
        "facts": {"clock": True, **facts},
    }


def _sections(catalog: Catalog, renderer: Renderer) -> dict[str, Any]:
    """Return each section that a run applies, by its role, for the host to compare itself with."""
    return {
        section.role: section_content.compared(section_content.content(renderer, catalog.machine, section))
        for section in catalog.sections
        if next(section.resources(), None) is not None
    }


def _started_with(service: Service) -> dict[str, Any]:
    given = parameters_of(service, "service")
    return {"record_file": given["record_file"], "records": list(given["records"])}


def _java(catalog: Catalog, services: list[Service]) -> dict[str, Any] | None:
    """Return which Java the services need, None where there is no service."""
    if not services:
        return None
    machine = catalog.machine
    # Services of supervisor belong to who calls this.
    user = services[0].user if machine.service_manager is ServiceManager.SYSTEMD else None
    return {"home": machine.platform.java_home, "user": user}


def _servers(catalog: Catalog) -> list[dict[str, Any]]:
    return [
        {"service": one.service, "address": one.address, "port": one.port, "myid": guard.file}
        for section in catalog.sections
        for one in section.readiness
        if isinstance(one, ZooKeeperReadiness)
        for guard in section.guards
        if guard.kind == _MYID
    ]

"""One role's section of a host's catalog, rendered and packed for its one trip to the host."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import asdict
from typing import Any

from hiera_kafka import project
from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.catalog.resources import Service
from hiera_kafka.render.engine import RenderedFile, Renderer

FORMAT = 1


def pack(host_section: HostSection) -> tuple[bytes, str]:
    """Return a section as a bundle for the module `bundle`, and its SHA-256.

    The same section gives the same bytes.

    Raises:
        HieraKafkaError: A template has errors.
    """
    section, machine = host_section.section, host_section.machine
    renderer = Renderer(project.templates(host_section.compiler.inventory.path))
    content = {
        "format": FORMAT,
        "host": host_section.host,
        "section": host_section.role,
        "root": machine.root,
        "service_manager": str(machine.service_manager),
        "users": [asdict(user) for user in section.users],
        "directories": [asdict(directory) for directory in section.directories],
        "files": [_file(renderer.file(file)) for file in section.files],
        "links": [asdict(link) for link in section.links],
        "sysctls": [asdict(sysctl) for sysctl in section.sysctls],
        "services": [
            {**_service(service), "definition": _definition(renderer.definition(service, machine))}
            for service in section.services
        ],
        "units": [{"name": unit.name, "definition": machine.definition_path(unit.name)} for unit in section.units],
    }
    data = gzip.compress(json.dumps(content, sort_keys=True).encode(), mtime=0)
    return data, hashlib.sha256(data).hexdigest()


def _file(file: RenderedFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "owner": file.owner,
        "group": file.group,
        "mode": file.mode,
        "secret": file.secret,
        "hold": file.hold,
        "content": file.text,
    }


def _definition(file: RenderedFile) -> dict[str, Any]:
    return {"path": file.path, "owner": file.owner, "group": file.group, "mode": file.mode, "content": file.text}


def _service(service: Service) -> dict[str, Any]:
    return {
        "name": service.name,
        "records": list(service.records),
        "record_file": service.record_file,
        "log": service.log,
    }

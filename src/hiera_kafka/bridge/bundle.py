"""One role's section of a host's catalog, rendered and packed for its one trip to the host."""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
from typing import Any

from hiera_kafka import project
from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import File, Service, Unit
from hiera_kafka.catalog.resources.wire import Resource
from hiera_kafka.catalog.shipping import bundle_content
from hiera_kafka.render.engine import RenderedFile, Renderer, renderer_of

FORMAT = 1


def pack(host_section: HostSection) -> tuple[bytes, str]:
    """Return a section as a bundle for the module `bundle`, and its SHA-256.

    The same section gives the same bytes.

    Raises:
        HieraKafkaError: A template has errors, or the section holds what no bundle can.
    """
    data = gzip.compress(json.dumps(content(host_section), sort_keys=True).encode(), mtime=0)
    return data, hashlib.sha256(data).hexdigest()


def content(host_section: HostSection) -> dict[str, Any]:
    """Return what is in the bundle; errors are those of `pack`."""
    section, machine = host_section.section, host_section.machine
    renderer = renderer_of(project.templates(host_section.compiler.inventory.path))
    return {
        "format": FORMAT,
        "host": host_section.host,
        "section": host_section.role,
        "root": machine.root,
        "service_manager": str(machine.service_manager),
        **bundle_content(host_section.host, section, functools.partial(_made, renderer, machine)),
    }


def _made(renderer: Renderer, machine: Machine, resource: Resource) -> dict[str, Any]:
    """Return what is known of a resource only once it is rendered, or by the machine."""
    if isinstance(resource, File):
        return _file(renderer.file(resource))
    if isinstance(resource, Service):
        return {"definition": _file(renderer.definition(resource, machine))}
    if isinstance(resource, Unit):
        return {"definition": machine.definition_path(resource.name)}
    return {}


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

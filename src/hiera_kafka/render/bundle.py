"""One section of a host's catalog, rendered: what its host is sent, to be applied or to be compared."""

from __future__ import annotations

import functools
import hashlib
import hmac
from typing import Any

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import File, Section, Service, Unit
from hiera_kafka.catalog.resources.wire import Resource
from hiera_kafka.catalog.shipping import bundle_content
from hiera_kafka.render.engine import RenderedFile, Renderer

FORMAT = 1


def content(section: Section, machine: Machine, renderer: Renderer) -> dict[str, Any]:
    """Return what is in the bundle of a section.

    Raises:
        HieraKafkaError: A template has errors, or the section holds what no bundle can.
    """
    return {
        "format": FORMAT,
        "host": machine.host,
        "section": section.role,
        "root": machine.root,
        "service_manager": str(machine.service_manager),
        **bundle_content(machine.host, section, functools.partial(_made, renderer, machine)),
    }


def compared(section: Section, machine: Machine, renderer: Renderer, key: bytes) -> dict[str, Any]:
    """Return the same without the contents of files; those of files that are held show what is held.

    Args:
        section: The section.
        machine: Its host.
        renderer: Renders.
        key: Random, so that digests say nothing of contents to who reads them later.

    Returns:
        `bundle`, `digests`, path to keyed digest of what was left out, and `key`, hexadecimal.
    """
    digests: dict[str, str] = {}
    whole = content(section, machine, renderer)
    for file in [*whole.get("files", []), *(service["definition"] for service in whole.get("services", []))]:
        if file["secret"] or not file["hold"]:
            digests[file["path"]] = hmac.new(key, file["content"].encode(), hashlib.sha256).hexdigest()
            file["content"] = ""
    return {"bundle": whole, "digests": digests, "key": key.hex()}


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

"""A section of a catalog with all of its texts, in the form in which hosts take it or compare themselves with it."""

from __future__ import annotations

import functools
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import File, Placement, Section, Service, Unit
from hiera_kafka.catalog.resources.wire import Resource
from hiera_kafka.catalog.shipping import bundle_content
from hiera_kafka.render.engine import RenderedFile, Renderer

FORMAT = 1


def content(renderer: Renderer, machine: Machine, section: Section) -> dict[str, Any]:
    """Return what is in the bundle of a section, as JSON-able builtins and tuples.

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


def compared(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Return a bundle for a host to compare itself with: contents are left out, and stand there as keyed digests.

    Those of files that are held stay, since what they differ in is shown, unless they are secret.

    Args:
        whole: As `content` returns it; its files are changed.

    Returns:
        `bundle`, `digests` (path to hexadecimal text) and their `key`, which is random and is used once.
    """
    key = secrets.token_bytes(16)
    digests: dict[str, str] = {}
    files = [*whole.get("files", []), *(service["definition"] for service in whole.get("services", []))]
    for file in files:
        if file["secret"] or not file["hold"]:
            digests[file["path"]] = hmac.new(key, file["content"].encode(), hashlib.sha256).hexdigest()
            file["content"] = ""
    return {"bundle": dict(whole), "digests": digests, "key": key.hex()}


def _made(renderer: Renderer, machine: Machine, resource: Resource) -> dict[str, Any]:
    """Return what is known of a resource only once it is rendered, or by the machine."""
    if isinstance(resource, File):
        return _file(renderer.file(resource))
    if isinstance(resource, Service):
        return {"definition": _file(renderer.definition(resource, machine))}
    if isinstance(resource, Placement):
        return {"unit": machine.definition_path(resource.service)}
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

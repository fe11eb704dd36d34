"""One role's section of a host's catalog, rendered and packed for its one trip to the host."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import Any

from hiera_kafka import project
from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.render import section_content
from hiera_kafka.render.engine import renderer_of


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
    renderer = renderer_of(project.templates(host_section.compiler.inventory.path))
    return section_content.content(renderer, host_section.machine, host_section.section)

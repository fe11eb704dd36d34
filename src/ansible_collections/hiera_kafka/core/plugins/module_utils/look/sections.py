"""What a run would change of a section of a host's catalog, whose contents are not sent."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.comparison import Comparison, DiffersError
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import files
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.glance import glance_at
from ansible_collections.hiera_kafka.core.plugins.module_utils.wire_table import File


def read(section: dict[str, Any]) -> list[str]:
    """Return each resource that a run would change, as `kind name`.

    Args:
        section: `bundle`, the bundle's JSON object with empty contents; `digests`, path to keyed digest of what was
            left out; `key`, their key, hexadecimal.

    Raises:
        ProblemError: Something stands in the way of a run.
        OSError: Something cannot be read.
    """
    bundle = bundle_format.of(section["bundle"])
    names = [one.name for one in (*bundle.services, *bundle.units)]
    manager = glance_at(bundle.service_manager, bundle.root, names)
    return _Listing(bundle, manager, key=bytes.fromhex(section["key"]), digests=section["digests"]).changes()


class _Listing(Comparison):
    """A comparison that goes on where a file differs."""

    def changes(self) -> list[str]:
        return [f"{step.kind} {step.name}" for step in self._plan() if step.changes]

    def _content(self, file: File, found: files.Found) -> bytes:
        try:
            return super()._content(file, found)
        except DiffersError:
            return b"" if found.content else b"\0"  # anything else than what is there

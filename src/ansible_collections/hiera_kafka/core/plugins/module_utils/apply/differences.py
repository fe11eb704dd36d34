"""Names what of a host a run would change, without what would have to be written, and without a lock.

A run that is at work meanwhile is seen in the middle of it: what it has not come to yet differs.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.comparison import Comparison, DiffersError
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import files
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager
from ansible_collections.hiera_kafka.core.plugins.module_utils.wire_table import File


class Differences(Comparison):
    """A comparison that goes on where a content differs."""

    def names(self) -> list[str]:
        """Return `kind name` of each resource that a run would change, in the order in which it would.

        Raises:
            ProblemError: With all that stands in the way of a run.
        """
        return [f"{step.kind} {step.name}" for step in self._plan() if step.changes]

    def _content(self, file: File, found: files.Found) -> bytes:
        try:
            return super()._content(file, found)
        except DiffersError:
            return (found.content or b"") + b"\n"  # of what is wanted it is known only that it is another one


def of_section(section: dict[str, Any], manager: ServiceManager) -> list[str]:
    """Return what a run would change of a section; errors are those of `Differences.names`.

    Args:
        section: `bundle`, `digests` and `key`, as in calls of `look.converged`.
        manager: Who keeps the services running.
    """
    bundle = bundle_format.of(section["bundle"])
    key = bytes.fromhex(section["key"])
    return Differences(bundle, manager, key=key, digests=section["digests"]).names()
